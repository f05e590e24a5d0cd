"""What several tests share: the servers they need, programs run for real, boards."""
