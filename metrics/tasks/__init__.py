"""One file per thing a person does; where intake, store, analysis and report meet."""
