/** Metrics of a service from a Prometheus that watches it: one PromQL template per metric, filled in per slot. */
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import { formatDuration } from '../../../../shared/domain/format.ts';
import type { Failure } from '../../../../shared/domain/result.ts';
import type { Logger, MetricReport, MetricSource } from '../../../engine/ports.ts';
import { createCounting } from './totals.ts';
import { createPrometheusClient } from './client.ts';
import type { PrometheusClient, PrometheusDeps } from './client.ts';
import { askFreshness } from './freshness.ts';
import { mapLimited } from './map-limited.ts';
import { measureAll } from './measure.ts';
import { planQueries } from './plan.ts';
import type { PrometheusContext } from './plan.ts';
import { readRange } from './range.ts';
import { buildReadings } from './readings.ts';
import type { Answered } from './readings.ts';

/** Queries under way at once: a look is ten of them, and a Prometheus has other users. */
const concurrency = 4;
/** Clocks further apart than this make what both show hard to compare. */
const clockTolerance = 30_000;
const maxWarnings = 20;

/** A source over one Prometheus. `deps.resolveSecret` is asked only when the configuration names a secret. */
export function createPrometheusSource(
	config: PrometheusMetricsConfig,
	context: PrometheusContext,
	deps: PrometheusDeps & { readonly logger: Logger },
): MetricSource {
	const client = createPrometheusClient(config, deps);
	const closing = new AbortController();
	const counting = createCounting(config, context, { client, clock: deps.clock });
	const product = createProduct(client, closing.signal);
	const until = (signal: AbortSignal | undefined): AbortSignal =>
		signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);

	const wholeProblem = (failures: readonly Failure[], asked: number): MetricReport['problem'] => {
		const [first] = failures;
		if (first === undefined || failures.length < asked) return null;
		deps.logger.warn({ cause: first.cause, problem: first.problem }, 'Prometheus answered none of the queries');
		return first.problem;
	};

	return {
		kind: 'prometheus',
		label: config.label,
		async read({ slots, windowMs }, given) {
			const signal = until(given);
			const plan = planQueries(config, context, slots, windowMs);
			const wanted = plan.flatMap((one) => one.query ?? []);
			const freshnessAsked = askFreshness(client, wanted, signal);
			const countingAsked = counting?.count(slots, windowMs, signal);
			const answers = await mapLimited(plan, concurrency, async (asked): Promise<Answered> => {
				return { asked, answer: asked.query === null ? null : await client.query(asked.query, signal) };
			});
			const freshness = await freshnessAsked;
			const now = deps.clock.now();
			const { latencyUnit, staleAfterMs, label } = config;
			const readings = buildReadings(answers, { freshness, now, windowMs, latencyUnit, staleAfterMs, label });
			const failures = answers.flatMap(({ answer }) => (answer === null || answer.ok ? [] : [answer]));
			const warnings = new Set(answers.flatMap(({ answer }) => (answer?.ok === true ? answer.value.warnings : [])));
			const apart = freshness.ok && freshness.value.evaluatedAt !== null ? freshness.value.evaluatedAt - now : 0;
			if (Math.abs(apart) > clockTolerance) {
				const way = apart > 0 ? 'ahead of' : 'behind';
				warnings.add(`The clock of Prometheus is ${formatDuration(Math.abs(apart))} ${way} ours.`);
			}
			const problem = wholeProblem(failures, wanted.length);
			if (problem === null) product.ask();
			const counted = await countingAsked;
			// When nothing answers at all, that is said once.
			if (problem === null) for (const warning of counted?.warnings ?? []) warnings.add(warning);
			const told = { at: now, readings, warnings: [...warnings].slice(0, maxWarnings), problem };
			const totals = counted === undefined ? {} : { totals: counted.totals(readings) };
			return { ...told, ...totals, ...product.told() };
		},
		measure: (request, signal) =>
			measureAll({ config, context, client, concurrency, clock: deps.clock }, request, until(signal)),
		readRange: (range, signal) => readRange({ config, context, client, concurrency }, range, until(signal)),
		close() {
			closing.abort();
			return Promise.resolve();
		},
	};
}

/** What the server says it is: asked once, beside the first look that succeeded, because a verdict waits for no name. */
function createProduct(client: PrometheusClient, signal: AbortSignal) {
	let told: Pick<MetricReport, 'product'> = {};
	let isAsked = false;
	return {
		told: () => told,
		ask(): void {
			if (isAsked) return;
			isAsked = true;
			void client.buildInfo(signal).then((info) => {
				if (info.ok) told = { product: `Prometheus ${info.value.version}` };
			});
		},
	};
}
