/** Maturity, anti-patterns and recommendations: observations with their evidence, never a grade of people. */

export const maturityLevels = [1, 2, 3, 4, 5] as const;
export type MaturityLevel = (typeof maturityLevels)[number];

/** `not-measured`: no evidence can answer it and nobody has. */
export type MaturityAnswer = 'yes' | 'partly' | 'no' | 'not-applicable' | 'not-measured';

export interface MaturityItem {
	/** Stable: `build-on-commit`. */
	readonly id: string;
	readonly level: MaturityLevel;
	readonly question: string;
	readonly answer: MaturityAnswer;
	readonly answeredBy: 'evidence' | 'hand' | 'nobody';
	/** What shows it, one line each with numbers; of an answer by hand the note, who and when. */
	readonly evidence: readonly string[];
	/** ms since the epoch. */
	readonly at: number | null;
	/** What would answer it where nothing does. */
	readonly hint: string | null;
}

export interface MaturityAssessment {
	readonly scope: string;
	readonly month: string;
	/** Every level with its items, in order. */
	readonly levels: readonly {
		readonly level: MaturityLevel;
		readonly title: string;
		readonly items: readonly MaturityItem[];
		readonly fulfilled: number;
		/** Items that could be answered and apply. */
		readonly answered: number;
	}[];
	/** Highest level whose items, and those of all levels below, are all yes; 0 for none. Of a practice, never of people. */
	readonly reached: 0 | MaturityLevel;
	/** Earlier months: how many items of each level were fulfilled. Oldest first. */
	readonly history: readonly {
		readonly month: string;
		readonly reached: 0 | MaturityLevel;
		readonly fulfilled: Readonly<Record<MaturityLevel, number>>;
	}[];
}

/** How one month stood, for the history over months. */
export interface MaturityMonth {
	readonly month: string;
	/** When its report was frozen, and this is what was frozen; null: counted from the evidence of that month. ms since the epoch. */
	readonly frozenAt: number | null;
	readonly levels: MaturityAssessment['levels'];
	readonly reached: MaturityAssessment['reached'];
	/** Nothing but answers that are not known keeps the next level from being reached: it may have been. */
	readonly isAtLeast: boolean;
	/** Ids of items whose answer by hand was more than six months old at the month's end. */
	readonly oldAnswers: readonly string[];
	/** What of the month's facts is missing: "Nothing is known from before 29 April 2026." Empty for a frozen one. */
	readonly remarks: readonly string[];
}

export const antiPatternKinds = [
	'manual-quality-gate',
	'monolithic-pipeline',
	'environment-snowflake',
	'big-bang',
] as const;
export type AntiPatternKind = (typeof antiPatternKinds)[number];

/** A number with what it is called, as the screens and reports print it. */
export interface Figure {
	readonly label: string;
	readonly value: number | null;
	readonly unit: 'ms' | 'share' | 'count' | 'per-day' | 'per-week';
}

export interface AntiPatternFinding {
	readonly kind: AntiPatternKind;
	readonly title: string;
	/** `clear`: looked for and not found. `not-measured`: what it needs is missing, and `summary` says what. */
	readonly state: 'found' | 'clear' | 'not-measured';
	/** One sentence with numbers. */
	readonly summary: string;
	readonly figures: readonly Figure[];
	/** The rows that show it, worst first, at most 50. */
	readonly rows: readonly {
		readonly title: string;
		readonly detail: string;
		readonly value: number | null;
		readonly href: string | null;
	}[];
	/** The limit from which it is called found, and where that comes from. */
	readonly threshold: string;
}

export interface Recommendation {
	/** Stable over months: cause and scope. */
	readonly id: string;
	readonly title: string;
	/** The measured cause with its number. */
	readonly cause: string;
	readonly action: string;
	/** How next month will show it: which figure, from what, to what. */
	readonly check: {
		readonly label: string;
		/** Key of the figure in next month's inputs. */
		readonly figure: string;
		readonly now: number | null;
		readonly goal: number;
		readonly lessIsBetter: boolean;
		readonly unit: Figure['unit'];
	};
	/** Time or deployments that it costs now: what the order goes by. */
	readonly weight: number;
}

/** What became of last month's action, said plainly. */
export interface ActionReview {
	readonly id: string;
	readonly text: string;
	readonly owner: string | null;
	readonly check: Recommendation['check'] | null;
	readonly before: number | null;
	readonly now: number | null;
	readonly outcome: 'reached' | 'better' | 'unchanged' | 'worse' | 'not-measured';
	/** "Flaky share fell from 6.1 % to 4.0 %; the goal was 3 %." */
	readonly result: string;
}
