/** The team's own queries, asked beside the metrics of a look: each gets an answer, and none delays the look. */
import type { Question } from '../../shared/domain/health/policy/questions.ts';
import type { Measurement } from '../../shared/domain/health/totals.ts';
import type { Clock, MetricSource, SlotPlace } from './ports.ts';
import { timed } from './timed.ts';

export type Answers = Readonly<Record<string, Measurement>>;

function failed(questions: readonly Question[], at: number, source: string, detail: string): Answers {
	const answer = ({ query }: Question): Measurement => ({
		at,
		state: 'failed',
		shape: 'vector',
		values: [],
		detail,
		query,
		source,
	});
	return Object.fromEntries(questions.map((question) => [question.name, answer(question)]));
}

/** Asks about both slots at once. What could not be asked is a failed measurement, never a missing one. */
export async function askQuestions(options: {
	readonly source: MetricSource;
	readonly clock: Clock;
	readonly questions: readonly Question[];
	readonly places: Readonly<Record<Question['of'], SlotPlace>>;
	readonly windowMs: number;
	readonly timeoutMs: number;
	readonly outer?: AbortSignal;
}): Promise<Answers> {
	const { source, clock, questions, places, windowMs, timeoutMs, outer } = options;
	async function ask(of: Question['of']): Promise<Answers> {
		const own = questions.filter((question) => question.of === of);
		if (own.length === 0) return {};
		const { measure } = source;
		if (measure === undefined) {
			return failed(own, clock.now(), source.label, `${source.label} answers no queries; that needs Prometheus`);
		}
		const bounds = { clock, timeoutMs, what: source.label, ...(outer === undefined ? {} : { outer }) };
		const answered = await timed(bounds, async (signal) => ({
			ok: true,
			value: await measure.call(source, { queries: own, place: places[of], windowMs }, signal),
		}));
		if (!answered.ok) return failed(own, clock.now(), source.label, answered.problem.message);
		const missing = own.filter(({ name }) => !Object.hasOwn(answered.value, name));
		return { ...failed(missing, clock.now(), source.label, 'the source gave no answer'), ...answered.value };
	}
	const [canary, stable] = await Promise.all([ask('canary'), ask('stable')]);
	return { ...canary, ...stable };
}
