"""What a visitor takes away: files that are made in a folder which is gone afterwards, one in the browser."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from textual.app import App

__all__ = ["download"]


def download(app: App[object], folder: Path, name: str) -> str:
    """Have the browser download what is in `folder`; on a thread other than the screen's.

    Args:
        app: Whose browser it is.
        folder: It may be gone as soon as this returns.
        name: What it is called where there is one file; several are put into an archive.

    Returns:
        What it is called.
    """
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    path = files[0]
    if len(files) > 1:
        name = f"{Path(name).stem}.zip"
        path = folder / ".packed.zip"
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for one in files:
                archive.write(one, one.relative_to(folder))
    app.call_from_thread(app.deliver_binary, path, save_filename=name)  # it keeps the file open
    return name
