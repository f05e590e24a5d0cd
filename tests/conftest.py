"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of us. And each run tries the same ones, so that a
# failure is of the change that it comes with; `--hypothesis-profile=chance` tries others.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("chance", UNTIMED)
settings.register_profile("same", UNTIMED, derandomize=True)
settings.load_profile("same")
