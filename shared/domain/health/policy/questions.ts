/** Queries of the team's own that the judges of a policy want answered at a look. */
import type { HealthPolicy } from '../model.ts';

export interface Question {
	/** Name of the answer among the measurements of a look. */
	readonly name: string;
	readonly query: string;
	/** The slot that is asked about. */
	readonly of: 'canary' | 'stable';
}

/** Name of a Kayenta metric's answer: both slots are asked the same, and an analysis may use the same name. */
export function kayentaAnswer(metric: string, of: Question['of']): string {
	return `kayenta:${of}:${metric}`;
}

/** Nothing where no judge is on that asks; `hasStable` is false where no release stands beside the canary. */
export function questionsOf(policy: HealthPolicy, hasStable: boolean): readonly Question[] {
	const { analysis, kayenta } = policy;
	const sides = hasStable ? (['canary', 'stable'] as const) : (['canary'] as const);
	return [
		...(analysis.role === 'off'
			? []
			: analysis.metrics.map(({ name, query }) => ({ name, query, of: 'canary' }) as const)),
		...(kayenta.role === 'off' ? [] : kayenta.metrics).flatMap(({ name, query = null }) =>
			query === null ? [] : sides.map((of) => ({ name: kayentaAnswer(name, of), query, of })),
		),
	];
}

/** How often the questions want an answer, ms of process time: at the judge's own pace, or that of a quicker metric. */
export function askEveryMs({ analysis }: HealthPolicy, analysisIntervalMs: number): number {
	const paces =
		analysis.role === 'off' ? [] : analysis.metrics.map(({ intervalMs }) => intervalMs ?? analysisIntervalMs);
	return Math.min(analysisIntervalMs, ...paces);
}
