"""A database of the base commit, taken over by the present code: answers stay, drafts go on.

installation.py unpacks the base commit from the repository's history. Under that old code
make_database.py makes a database, and recorder.py asks it everything that addresses.py (with
reads.py and writes.py) lists. Then this checkout upgrades the database as docs/how-to/operating.md
says (with `rebuild` where the Data part of CHANGELOG.md names it) and is asked the same.
comparing.py holds the answers side by side; finishing.py brings the drafts to their end. Both
engines are covered: the tests run on the one that DATABASE_URL names.

An answer differs, and it should
--------------------------------

Add one entry to DIFFERENCES in differences.py, with a name, the reason, and a function that turns
the old answer into the one that is expected now. Be precise: a function that covers more than it
means hides the next mistake. Say it in the changelog, too, if clients may notice. For example:

    def _basis(old: Answer, new: Answer) -> Answer:
        if old.path != "/v1/observations/lake-report-2012-0001" or old.status != "200 OK":
            return old
        body = old.body.replace(b'"period_basis":', b'"basis":"stated","period_basis":')
        return old.with_body(body).with_tag_of(new)

    Difference("an observation tells its basis", "formats need it (CHANGELOG, API)", _basis)

Answer.with_tag_of takes over the new entity tag, which changes whenever REVISION is raised;
with_body lets Content-Length follow the body.

What an installation of the base commit can have is settled for ever: make_database.py and the lists
of requests change only to cover more of it. Programs that run on the present code (recorder.py,
finishing.py) use what stays where it is: config.wsgi, manage.py, addresses, buttons of pages. To
begin from a later release, move BASE in installation.py to its commit and empty DIFFERENCES.
"""
