/** Parts of the inputs that several rules look at. */
import type { DeliveryMetric, MetricAnswer } from '../delivery/metrics.ts';
import { quantile } from '../statistics/summaries.ts';
import type { EnvironmentPractice, MaturityInputs, MonthDeployment, MonthInputs, ServicePractice } from './inputs.ts';

export function metricOf(facts: MonthInputs, metric: DeliveryMetric): MetricAnswer | null {
	const { dora, quality } = facts.metrics;
	return [...dora, ...quality].find((answer) => answer.metric === metric) ?? null;
}

/** Services of the month by name: configured ones, and those that only facts name. */
export function servicesOf({ practices, facts }: MaturityInputs): readonly string[] {
	const told = [...facts.deployments, ...facts.runs].map(({ service }) => service);
	return [...new Set([...practices.map(({ service }) => service), ...told])].toSorted();
}

export function practiceOfService(inputs: MaturityInputs, service: string): ServicePractice | null {
	return inputs.practices.find((practice) => practice.service === service) ?? null;
}

export function isProduction(inputs: MaturityInputs, deployment: Pick<MonthDeployment, 'environment'>): boolean {
	return inputs.productionEnvironments.includes(deployment.environment);
}

export function productionOf(practice: ServicePractice | null): readonly EnvironmentPractice[] {
	return (practice?.environments ?? []).filter(({ tier }) => tier === 'production');
}

/** Deployments to production that took hold. */
export function shippedTo(inputs: MaturityInputs): readonly MonthDeployment[] {
	return inputs.facts.deployments.filter((each) => each.standing === 'counted' && isProduction(inputs, each));
}

/**
 * Time that a run worked: its duration without the time that it waited for people, ms; null where that is not known. A wait
 * that is longer than the run was not in it: people approved after its jobs had ended, and all of its duration was work.
 */
export function workOf({ durationMs, waitedForPeopleMs }: MonthInputs['runs'][number]): number | null {
	if (durationMs === null) return null;
	const waited = waitedForPeopleMs ?? 0;
	return waited > durationMs ? durationMs : durationMs - waited;
}

/** p90 of the time that runs worked, ms, and how many runs that rests on. */
export function pipelineP90(runs: MonthInputs['runs']): { readonly p90: number | null; readonly runs: number } {
	const times = runs.flatMap((run) => {
		const work = run.state === 'cancelled' ? null : workOf(run);
		return work === null ? [] : [work];
	});
	return { p90: quantile(times, 0.9), runs: times.length };
}
