"""What this installation makes is for its own account: the database, held texts, exports, keys.

manage.py and config.wsgi ask for it before anything is made. Other programs that read the settings
keep their own habits.
"""

import os
from pathlib import Path

# Commands whose files are for others: web servers, mirrors, those who work on the code.
PUBLIC = {"collectstatic", "export_log", "makemigrations", "snapshot", "spectacular"}


def keep_files_private() -> None:
    """From now on, whatever this process makes is readable for its account alone (0600, 0700)."""
    os.umask(0o077)


def close_folder(folder: Path) -> None:
    """Take from others (not from its group) what they may do in a folder, if it is there and ours.

    An installation of before may have one that everybody can look into.
    """
    if not folder.is_dir():
        return
    found = folder.stat()
    if found.st_mode & 0o007 and found.st_uid == os.geteuid():
        folder.chmod(found.st_mode & 0o770)
