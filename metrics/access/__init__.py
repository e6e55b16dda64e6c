"""Who may reach the app. As long as there are no accounts: the person at this computer, and nobody else."""
