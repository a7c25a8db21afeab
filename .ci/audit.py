"""Ask for known vulnerabilities of every pinned package: 0 none, 1 found, 75 (EX_TEMPFAIL) nobody answered.

pip-audit passes over a package that its database does not answer for, and then says that it found
nothing. Here that is no pass: who could not ask says so.

    python .ci/audit.py [--osv-url ADDRESS]
"""

import argparse
import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND, NOT_ASKED = 1, os.EX_TEMPFAIL


@dataclass(frozen=True, slots=True)
class Waiver:
    """A vulnerability that is known and lived with: ``why``, and ``until`` when."""

    id: str
    package: str
    why: str
    until: date


def waivers(path: Path, today: date) -> list[Waiver]:
    """Return the waivers of a file; raises ValueError for one without a reason, or that has run out."""
    found = [Waiver(**each) for each in tomllib.loads(path.read_text("utf-8"))["waiver"]]
    for each in found:
        if not each.why.strip():
            raise ValueError(f"{path.name}: {each.id} of {each.package} is waived without a reason")
        if each.until < today:
            raise ValueError(f"{path.name}: the waiver of {each.id} ({each.package}) ran out on {each.until}")
    return found


def main() -> int:
    """Audit, tell, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pins", type=Path, default=ROOT / ".constraints.txt")
    parser.add_argument("--waivers", type=Path, default=ROOT / ".ci" / "waivers.toml")
    parser.add_argument("--osv-url", help="another database that answers as OSV does")
    given = parser.parse_args()
    try:
        waived = waivers(given.waivers, datetime.now(UTC).date())
    except (TypeError, ValueError) as error:
        print(f"audit: {error}", file=sys.stderr)
        return FOUND
    command = [sys.executable, "-m", "pip_audit", "-s", "osv", "-r", str(given.pins), "--no-deps"]
    command += ["--disable-pip", "--progress-spinner", "off", "-f", "json"]
    command += ["--osv-url", given.osv_url] if given.osv_url else []
    command += [option for each in waived for option in ("--ignore-vuln", each.id)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        print(f"NOT AUDITED: the advisory database could not be asked: {last[0]}", file=sys.stderr)
        return NOT_ASKED
    unasked = [each["name"] for each in packages if "skip_reason" in each]
    found = [(each, one) for each in packages for one in each.get("vulns", [])]
    for each, one in found:
        mended = ", ".join(one["fix_versions"]) or "no version yet"
        print(f"{each['name']} {each['version']}: {one['id']}, mended in {mended}")
    for each in waived:
        print(f"waived until {each.until}: {each.id} of {each.package}: {each.why}")
    if unasked:
        named = ", ".join(unasked[:5]) + (" …" if len(unasked) > 5 else "")
        print(f"NOT AUDITED: {len(unasked)} of {len(packages)} packages: {named}", file=sys.stderr)
    if not found and not unasked:
        print(f"no known vulnerability in {len(packages)} packages")
    return FOUND if found else NOT_ASKED if unasked else 0


if __name__ == "__main__":
    sys.exit(main())
