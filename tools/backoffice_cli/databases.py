"""Databases: create, copy with their files, drop."""

import os
import shutil

from . import cluster, odoo, paths, proc
from .ui import Failure

_NEW_UUID = "UPDATE ir_config_parameter SET value = gen_random_uuid() WHERE key = 'database.uuid'"


def filestore(name):
    return paths.DATA / "filestore" / name


def names():
    return [
        row[0] for row in cluster.query("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1")
    ]


def exists(name):
    return name in names()


def create(name):
    drop(name)
    _pg("createdb", "-T", "template0", "-E", "UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8", name)


def copy(source, target):
    """Copy a database in about a second: PostgreSQL copies files, the filestore is hard-linked."""
    if not exists(source):
        raise Failure(f"there is no database {source!r}")
    drop(target)
    disconnect(source)
    _pg("createdb", "-T", source, target)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)
    cluster.query(_NEW_UUID, target)


def rename(source, target):
    drop(target)
    disconnect(source)
    cluster.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
    if filestore(source).exists():
        filestore(source).rename(filestore(target))


def drop(name):
    _pg("dropdb", "--if-exists", "--force", name)
    shutil.rmtree(filestore(name), ignore_errors=True)


def disconnect(name):
    """Nobody may be connected to a database that is copied or renamed."""
    cluster.query(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def _pg(program, *arguments):
    proc.output([cluster.bin_dir() / program, *arguments], env=odoo.environment())
