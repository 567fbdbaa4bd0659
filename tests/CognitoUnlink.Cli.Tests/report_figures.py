"""Counts what journals say, by its own rules, and compares each number on the page that the report made from them.

report_figures.py PAGE JOURNAL...

Prints the differences, one per line, and exits with 1 if there are any. Needs nothing but Python.
"""

import html
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime

ITEM_EVENTS = {"intent", "unlinked", "already-unlinked", "skipped", "failed", "linked"}
UNCERTAIN = {"Timeout", "ConnectionFailed", "ServiceFault", "UnexpectedResponse"}
LABELS = {
    "Unlinked": "Removed", "AlreadyUnlinked": "Gone before", "Linked": "Linked again", "AlreadyLinked": "Still linked", "Skipped": "Refused",
    "Failed": "Failed", "NotPossible": "Link not possible", "LinkFailed": "Link failed", "Open": "Not known",
}
WAYS = {
    "ResettablePassword": "Password that can be reset", "Password": "Password", "OtherProvider": "Another provider", "Passwordless": "Passkey or one-time code",
    "AsBefore": "As before", "None": "No way to sign in", "Unknown": "Unknown",
}


def read(paths):
    """The lines of all journals by time; lines of one file keep their order. A line that is in several files is used once."""
    heads, seen = [], set()
    for path in paths:
        with open(path, encoding="utf-8-sig") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
        reached = ""
        for number, line in enumerate(lines):
            reached = max(reached, line["time"])
            heads.append((reached, number, path, line))
    for _, _, _, line in sorted(heads, key=lambda head: head[:3]):
        text = json.dumps(line, sort_keys=True)
        if text not in seen:
            seen.add(text)
            yield line


def at(line):
    return datetime.fromisoformat(line["time"][:26] + "+00:00")


class Item:
    def __init__(self):
        self.outcome = None
        self.is_there = None
        self.was_unlinked = False
        self.may_be_unlinked = False
        self.wants_unlink = True
        self.cause = None
        self.ended_by = None
        self.ended_as = None


class Run:
    def __init__(self, line):
        self.task = None
        self.says = None
        self.first = self.last = at(line)
        self.end = None
        self.totals = None
        self.counts = Counter()
        self.throttled = 0
        self.callers = []

    @property
    def seconds(self):
        return max(0.0, ((self.end or self.last) - self.first).total_seconds())


class Journal:
    def __init__(self, paths):
        self.items, self.listed, self.runs, self.left = {}, set(), {}, {}
        for line in read(paths):
            run = self.runs.setdefault(line["run"], Run(line))
            if line["event"] in ITEM_EVENTS:
                self.add(line, run)
            user = (line.get("userPoolId"), line.get("username"))
            if user[1] is not None and line["event"] in ("unlinked", "already-unlinked"):
                self.left[user] = line
            run.last = max(run.last, at(line))
            run.says = run.says or line.get("settings")
            run.task = run.task or line.get("settings", {}).get("task")
            run.totals = run.totals or line.get("totals")
            if line["event"] == "run-ended":
                run.end = at(line)
            if line["event"] == "run-caller" and line["caller"] not in run.callers:
                run.callers.append(line["caller"])
        self.runs = {name: run for name, run in self.runs.items() if run.task in (None, "unlink", "link")}

    def add(self, line, run):
        user, provider, value = line.get("username"), line["providerName"], line["providerAttributeValue"]
        key = (line["userPoolId"], user, provider, value)
        item = self.items.setdefault(key, Item())
        if item.outcome is None and key in self.listed:
            item.is_there = True
        event, error = line["event"], line.get("errorId")
        if event == "intent":
            identities = json.loads(line.get("identities") or "[]")
            has = any(entry["providerName"] == provider and entry["userId"] == value for entry in identities)
            for entry in identities if user is not None else []:
                listed = (line["userPoolId"], user, entry["providerName"], entry["userId"])
                self.listed.add(listed)
                other = self.items.get(listed)
                if other and other.outcome is not None and other.is_there is None and not other.may_be_unlinked:
                    other.is_there = True
            run.task = run.task or ("unlink" if has or user is None or provider == "Cognito" else "link")
            item.wants_unlink = run.says["task"] == "unlink" if (run.says or {}).get("task") else has or user is None or provider == "Cognito"
            item.outcome, item.is_there, item.may_be_unlinked, item.cause = "Open", None, True, None
            return
        was_open = item.outcome == "Open"
        links = not item.wants_unlink if was_open else run.task == "link"
        ended = {
            "unlinked": "Unlinked", "already-unlinked": "AlreadyUnlinked", "linked": "Linked", "skipped": "AlreadyLinked" if links else "Skipped",
            "failed": ("NotPossible" if error == "LinkNotPossible" else "LinkFailed") if links else "Failed",
        }[event]
        gone = event == "already-unlinked" or event == "failed" and not links and error == "IdentityNotOwned"
        means_other = event == "failed" and not links and error == "OtherUser" and (was_open or item.was_unlinked)
        item.was_unlinked = item.was_unlinked or event == "unlinked" or gone and was_open and not links
        item.outcome = item.outcome if means_other else "Unlinked" if gone and item.was_unlinked else ended
        if event == "unlinked" or gone:
            item.is_there = False
        elif means_other:
            pass
        elif event == "linked" or ended == "AlreadyLinked":
            item.is_there, item.was_unlinked = True, False
        elif event == "skipped":
            item.is_there = True
        elif links:
            item.is_there = False if was_open or error == "LinkNotPossible" else item.is_there
        elif error == "UserNotFound":
            item.is_there = False
        elif was_open:
            unknown = user is None or error != "IdentityNotLinked" and (error in UNCERTAIN or line.get("attempts") == 0)
            item.is_there = None if unknown else True
        item.may_be_unlinked = item.may_be_unlinked and item.is_there is None
        item.cause = (item.outcome, error) if item.outcome in ("Failed", "Skipped", "LinkFailed", "NotPossible") else None
        if item.ended_by is run:
            run.counts[item.ended_as] -= 1
        run.counts[ended] += 1
        run.throttled += line.get("throttled") or 0
        item.ended_by, item.ended_as = run, ended

    def ways(self):
        people, ways = defaultdict(list), Counter()
        for (pool, user, _, _), item in self.items.items():
            if user is not None:
                people[(pool, user)].append(item)
        for user, items in people.items():
            if any(item.is_there for item in items):
                ways["AsBefore"] += 1
            elif any(item.may_be_unlinked for item in items):
                ways["Unknown"] += 1
            elif not any(item.was_unlinked or item.outcome == "AlreadyUnlinked" for item in items):
                ways["AsBefore"] += 1
            else:
                line = self.left.get(user, {})
                can_reset = line.get("recovery") in ("VerifiedEmail", "VerifiedPhone")
                ways[{
                    "Password": "ResettablePassword" if can_reset else "Password", "Federated": "OtherProvider", "Passwordless": "Passwordless", "None": "None",
                }.get(line.get("signInAfterUnlink"), "Unknown")] += 1
        return len(people), ways

    def at_work(self, task):
        total, until = 0.0, None
        for run in sorted((run for run in self.runs.values() if run.task == task), key=lambda run: run.first):
            start, end = run.first.timestamp(), run.first.timestamp() + run.seconds
            begin = start if until is None else max(start, until)
            total += max(0.0, end - begin)
            until = end if until is None else max(until, end)
        return total


class Page:
    def __init__(self, path):
        self.text = open(path, encoding="utf-8").read()
        self.data = json.loads(re.search(r'id="data">(.*?)</script>', self.text, re.S).group(1))

    def numbers(self, attribute, text=None):
        return {key: number(value) for key, value in re.findall(rf'data-{attribute}="([^"]*)"[^>]*>([\d,]+)<', text or self.text)}

    def chart(self, name):
        described = html.unescape(re.search(rf'<desc id="{name}-desc">(.*?)\.</desc>', self.text).group(1))
        return {label: number(count) for label, count in re.findall(r"([^:]+): ([\d,]+)(?:, |$)", described)}

    def words(self, pattern):
        found = re.search(pattern, self.text, re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]*>", "", found.group(1))).split()) if found else None


def number(text):
    return int(text.replace(",", ""))


def duration(seconds):
    def words(count, one):
        return f"{count:,} {one}{'' if count == 1 else 's'}"
    if seconds < 1:
        return "less than a second"
    whole = round(seconds)
    minutes = round(whole / 60)
    if whole < 60:
        return words(whole, "second")
    if minutes < 60:
        return words(minutes, "minute")
    large, small = ((minutes // 60, "hour"), (minutes % 60, "minute")) if minutes < 24 * 60 else ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"))
    return words(*large) + (f" {words(*small)}" if small[0] else "")


def compare(journal, page):
    counts = Counter(item.outcome for item in journal.items.values())
    users, ways = journal.ways()
    unnamed = sum(user is None for _, user, _, _ in journal.items)
    yield "tiles", positive(counts), positive(page.numbers("outcome"))
    yield "sum of the tiles", len(journal.items), sum(page.numbers("outcome").values())
    yield "chart of outcomes", {LABELS[key]: count for key, count in positive(counts).items()}, page.chart("bar")
    yield "people", users, page.numbers("figure")["people"]
    yield "ways", positive(ways), positive(page.numbers("way"))
    yield "sum of the ways", users, sum(page.numbers("way").values())
    yield "chart of ways", {WAYS[key]: count for key, count in positive(ways).items()}, page.chart("ways")

    lead = re.search(r'class="lead">(.*?)</p>', page.text, re.S).group(1)
    said = page.numbers("figure", lead)
    known = counts | Counter({"items": len(journal.items), "withoutUser": unnamed, "None": ways["None"], "Password": ways["Password"], "Unknown": ways["Unknown"]})
    yield "figures of the sentence", {key: known[key] for key in said}, said
    undo = counts["Linked"] + counts["AlreadyLinked"] + counts["NotPossible"] + counts["LinkFailed"] > 0
    task, done = ("link", "linked again") if undo else ("unlink", "removed")
    first = re.match(r"([\d,]+) of ([\d,]+) .* sign-ins? " + done + "(?: in (.*?))?\\.", page.words(r'class="lead">(.*?)</p>'))
    yield "first sentence", (counts["Linked" if undo else "Unlinked"], len(journal.items), duration(journal.at_work(task))), (number(first[1]), number(first[2]), first[3])
    spoken = set(re.findall(r"[\d,]*\d", re.sub(r"<span data-figure.*?</span>|<bdi>.*?</bdi>| in [^.]*\.", "", lead, flags=re.S)))
    yield "other numbers in the sentence", set(), spoken
    everybody = ways["Unknown"] == 0 and unnamed == 0 and ways["None"] == 0
    yield "nobody was locked out", everybody, "Nobody was locked out." in lead

    causes = Counter(item.cause for item in journal.items.values() if item.cause and item.cause[1])
    people = defaultdict(set)
    for (pool, user, _, _), item in journal.items.items():
        if item.cause and user is not None:
            people[item.cause].add((pool, user))
    found = re.findall(r'<tr data-cause="([^"]+)">.*?data-name="Sign-ins">([\d,]+)\s*<td[^>]*data-people>([\d,]+)<', page.text, re.S)
    yield "causes", sorted((error, count, len(people[(outcome, error)])) for (outcome, error), count in causes.items()), sorted((error, number(items), number(users)) for error, items, users in found)

    still = sum(item.was_unlinked and item.is_there is False for item in journal.items.values())
    expected = {"StillUnlinked": still} | {key: counts[key] for key in ("Linked", "NotPossible", "LinkFailed", "Open")}
    yield "undo", expected, page.numbers("undo")

    requested = Counter(provider for _, _, provider, _ in journal.items if provider != "Cognito")
    shown = {html.unescape(name): number(count) for name, count in re.findall(r'<tr data-provider="([^"]*)">.*?<td class="n">([\d,]+)<', page.text, re.S)}
    yield "providers", dict(requested), positive(shown)

    people_in_rows = {}
    for row in page.data["rows"]:
        if row[1] is not None:
            people_in_rows[(page.data["texts"][row[13]], row[1])] = page.data["ways"][row[17]][0]
    yield "ways of the rows", positive(ways), dict(Counter(people_in_rows.values()))
    yield "rows", dict(counts), dict(Counter(page.data["outcomes"][row[0]][0] for row in page.data["rows"]))
    for name, run in journal.runs.items():
        row = re.search(rf'<tr data-run="{re.escape(name)}">(.*?)</tr>', page.text, re.S).group(1)
        came = {key: number(count) for key, count in re.findall(r'data-came="(\w+)"><strong>([\d,]+)', row)}
        yield f"run {name}", positive(run.counts), came
        if run.totals:
            sent = [number(re.search(rf'data-name="{column}"[^>]*>([\d,]+)', row)[1]) for column in ("Requests", "Throttled", "Retried")]
            yield f"requests of {name}", [run.totals[key] for key in ("requests", "throttled", "retried")], sent
        yield f"who made {name}", [caller["name"] for caller in run.callers], [html.unescape(re.sub(r"<[^>]*>", "", who)) for who in re.findall(r"run by\s*<bdi>(.*?)</bdi>", row)]

    charts = re.findall(r'<details class="run".*?<summary>Run of\s*<time[^>]*>(.*?)</time>\s*UTC: ([\d,]+)(.*?)</table>', page.text, re.S)
    by_start = sorted((run for run in journal.runs.values() if sum(run.counts.values()) > 0), key=lambda run: run.first)
    if len(by_start) <= 6:
        yield "runs drawn", len(by_start), len(charts)
        for run, (_, items, table) in zip(by_start, charts):
            columns = list(zip(*re.findall(r'<tr><th.*?' + r'<td class="n">([\d,–]+)\s*' * 4, table, re.S)))
            sums = [sum(number(cell) for cell in column if cell != "–") for column in columns]
            failed = run.counts["Failed"] + run.counts["NotPossible"] + run.counts["LinkFailed"]
            done = sum(run.counts.values()) - run.counts["Skipped"] - failed
            yield "progress", [done, run.counts["Skipped"], failed, run.throttled if run.says else 0], sums
            yield "progress heading", sum(run.counts.values()), number(items)


def positive(counts):
    return {key: count for key, count in counts.items() if count > 0}


def main(page, *journals):
    sys.stdout.reconfigure(encoding="utf-8")
    compared = wrong = 0
    for what, expected, shown in compare(Journal(journals), Page(page)):
        compared += 1
        if expected != shown:
            wrong += 1
            print(f"{what}: the journal says {expected}, the page says {shown}")
    print(f"{compared} compared, {wrong} differ")
    return 1 if wrong or compared < 15 else 0


sys.exit(main(*sys.argv[1:]))
