"""Many files into an archive: which files, what is done with each, and the order of it all."""

from vanban.batch.changes import find_changes as find_changes
from vanban.batch.desk import Result as Result
from vanban.batch.files import Found as Found
from vanban.batch.files import find_files as find_files
from vanban.batch.ingest import ingest as ingest
from vanban.batch.ingest import ingest_one as ingest_one
from vanban.batch.ingest import retry as retry
from vanban.batch.options import Options as Options
from vanban.batch.options import core_count as core_count
from vanban.batch.watch import watch as watch
