import subprocess


def attempt(canary):
    del subprocess.Popen
    found = [kind for kind in ().__class__.__base__.__subclasses__() if kind.__name__ == "Popen"]
    return open_ones(popen=lambda: found[0](["/usr/bin/true"]).wait())
