/** What the screens beside the dashboard ask: rows behind a number, the timeline, the list of tests. */
import type { DeliveryStore, TestsQuery } from '../../../electron/engine/delivery-ports.ts';
import { type DoraMetric, doraMetrics } from '../../../shared/domain/delivery/metrics.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Question } from './questions.ts';
import { day, worldEnd } from './world.ts';

export interface ScreenTimes {
	readonly rowsMs: readonly number[];
	readonly timelineMs: readonly number[];
	readonly testsMs: readonly number[];
}

export const everyTest: TestsQuery = {
	...{ services: [], states: [], onlyQuarantined: false, search: '', order: 'state', offset: 0, limit: 100 },
};

/** Over the scopes of the dashboard's questions, so in the same mix; warm. */
export async function timeScreens(store: DeliveryStore, questions: readonly Question[]): Promise<ScreenTimes> {
	const some = questions.filter((_, index) => index % 4 === 0);
	const metricAt = (index: number): DoraMetric => doraMetrics[index % doraMetrics.length] ?? 'change-lead-time';
	return {
		rowsMs: await timed(some, ({ query }, index) =>
			store.rows({ query, metric: metricAt(index), show: 'all', cursor: null, limit: 100, now: worldEnd }),
		),
		timelineMs: await timed(some, ({ query: { scope } }, index) => {
			const to = worldEnd - index * 10 * day;
			return store.timeline({ scope, from: to - 30 * day, to, limit: 500 });
		}),
		testsMs: await timed(some, ({ query: { scope, period } }) =>
			store.tests({ ...everyTest, services: scope.services }, Date.parse(period.to)),
		),
	};
}

async function timed(
	questions: readonly Question[],
	ask: (question: Question, index: number) => Promise<Result<unknown>>,
): Promise<readonly number[]> {
	const times: number[] = [];
	for (const [index, question] of questions.entries()) {
		const from = performance.now();
		const answer = await ask(question, index);
		if (!answer.ok) throw new Error(answer.problem.message, { cause: answer.cause });
		times.push(performance.now() - from);
	}
	return times;
}
