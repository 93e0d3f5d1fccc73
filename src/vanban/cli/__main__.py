"""`python -m vanban.cli`."""

import sys

from vanban.cli import main

sys.exit(main())
