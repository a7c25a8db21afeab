"""Footnote as others get it: a wheel, installed where the repository is not."""

import os
import shutil
import site
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("chatbot", "index")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that has Footnote from ``wheel``, and this one's other packages."""

    wheel: Path
    binaries: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return this process's variables without those of Python and Footnote."""
        ours = ("PYTHON", "FOOTNOTE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "HF_HUB_OFFLINE": "1", "FOOTNOTE_WRITER": "quote", **more}

    def run(self, *command: str, cwd: Path, **more: str) -> str:
        """Run a program of the environment and return what it printed."""
        done = subprocess.run(
            [self.binaries / command[0], *command[1:]],
            cwd=cwd,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def install(folder: Path) -> Installed:
    """Build the wheel from a copy of the packages, and install it in an environment below ``folder``."""
    source, home = folder / "source", folder / "environment"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    building = ("wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source))
    subprocess.run([*PIP, *building], check=True, timeout=180)
    shutil.rmtree(source)
    (wheel,) = folder.glob("*.whl")
    venv.create(home)
    subprocess.run([*PIP, "--python", str(home), "install", "--no-deps", str(wheel)], check=True, timeout=180)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text("\n".join(site.getsitepackages()))
    return Installed(wheel, home / "bin")
