"""What leaves the program: an analysis as JSON, an archive as tables."""

from vanban.export.annotation import to_json as to_json
