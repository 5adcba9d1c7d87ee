/** Figures of gates that a file leaves out: those of continuous delivery (CD), see domain.md, "Pipelines and gates". */
export const defaultGateFigures = {
	/** Tests that must have run at least: an empty report proves nothing. */
	tests: 1,
	/** 0..1. */
	coverage: 0.8,
	findings: 0,
	findingsFrom: 'low',
	complexity: 10,
	/** Lines. */
	functionLength: 50,
	lint: 0,
	/** The limits of a healthy release (CD), where a performance gate names none. */
	p95Ms: 500,
	errorRate: 0.01,
	accessibility: 0,
	accessibilityFrom: 'serious',
} as const;

/** Budgets (CD), ms. */
export const defaultBudgets = { commitMs: 10 * 60_000, pipelineMs: 30 * 60_000 } as const;
