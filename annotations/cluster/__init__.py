"""The analysis of more text than one process gets through: tables in partitions, on cores or on machines.

A table is cut into partitions, each a range of its bytes or rows. Whoever is free takes the next one, reads
it, analyses it and puts what was found into the output folder as a file of its own, whole or not at all. Its
name says what it was made of, so that what is there need not be made again; the files one after the other are
what a run in one piece writes, byte for byte.

    files       what is asked of where tables and partitions lie: disks, or remote, wherever fsspec reaches
    stores      which of them a name means
    partitions  tables, and how they are cut
    source      a table as those who read parts of it know it
    texts       the texts of a partition; of Parquet in parquet
    order       what a run asks of everybody who takes a partition
    work        what whoever takes a partition does
    forms       what was found as CSV and Parquet
    folder      the output folder: what it was made of, and what is in it
    run         the whole of it
    cores       who does it on this machine
    scheduler   who does it on a cluster of dask, if all find the same: likeness; else there is trouble
"""
