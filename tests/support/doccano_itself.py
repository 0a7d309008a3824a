"""doccano without its pages: it takes a file in, as its import does, and exports it, as its export does.

It runs in an environment of its own, with its package and nothing of zhupi but the source on the path.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_APPS = (
    *("django.contrib.auth", "django.contrib.contenttypes", "polymorphic", "rest_framework"),
    *("django_drf_filepond", "roles", "users", "projects", "examples", "label_types", "labels", "metrics"),
    *("data_import", "data_export"),
)


class _None(dict[str, None]):
    """Says of every app that its tables are made as its models are now."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> None:
        return None


@cache
def _begun() -> None:
    """Make doccano's tables, in memory."""
    found = find_spec("backend")
    assert found is not None
    assert found.origin
    sys.path.insert(0, str(Path(found.origin).parent))
    import_module("django.conf").settings.configure(
        BASE_DIR="/tmp",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DJANGO_DRF_FILEPOND_FILE_STORE_PATH="/tmp",
        DJANGO_DRF_FILEPOND_UPLOAD_TMP="/tmp",
        INSTALLED_APPS=_APPS,
        MIGRATION_MODULES=_None(),
        ROLE_PROJECT_ADMIN="project_admin",
        SECRET_KEY="for tests",
    )
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", run_syncdb=True, verbosity=0)


def through_doccano(path: Path, settings: bytes, labels: bytes, shape: str) -> tuple[dict[str, Any], Path]:
    """Take the file at `path` into a new project, and export it.

    Args:
        path: The file, JSONL.
        settings: The settings of the project, as zhupi writes them.
        labels: The labels of the project, as zhupi writes them; doccano's own check is what they must pass.
        shape: What is exported: ``JSONL``, ``JSON`` or ``CSV``.

    Returns:
        How many examples and labels there are, and what is wrong with the file as ``error``; and the file
        that was exported.
    """
    _begun()
    wanted = json.loads(settings)
    models = import_module("projects.models")
    user, _ = import_module("django.contrib.auth.models").User.objects.get_or_create(username="mei")
    kind = getattr(models, wanted.pop("resourcetype"))
    wanted.pop("tags")
    project = kind.objects.create(created_by=user, **wanted)
    serializers = import_module("label_types.serializers")
    checked = serializers.SpanTypeSerializer(data=json.loads(labels), many=True)
    assert checked.is_valid(), checked.errors

    catalog = import_module("data_import.pipeline.catalog")
    readers = import_module("data_import.pipeline.readers")
    relations = wanted.get("use_relation")
    dataset = import_module("data_import.datasets").load_dataset(
        "RelationExtraction" if relations else wanted["project_type"],
        catalog.create_file_format("JSONL"),
        [readers.FileName(str(path), path.name, path.name)],
        project,
        encoding="utf_8",
    )
    dataset.save(user)
    tasks = import_module("data_export.celery_tasks")
    factories = import_module("data_export.pipeline.factories")
    writer = factories.create_writer(shape)
    target = path.with_name("exported")
    target.mkdir()
    formatters = factories.create_formatter(project, shape)
    tasks.create_collaborative_dataset(project, str(target), False, formatters, writer)
    examples = import_module("examples.models").Example.objects.filter(project=project)
    kinds = import_module("labels.models")
    counts = {
        "examples": examples.count(),
        "categories": kinds.Category.objects.filter(example__in=examples).count(),
        "spans": kinds.Span.objects.filter(example__in=examples).count(),
        "error": [str(one) for one in dataset.errors],
    }
    return counts, target / f"all.{writer.extension}"
