/** Sources of metrics that Argo Rollouts can ask and Signalbox cannot, with what to do instead. */
import { at, type Field, namesOf, type Telling } from './fields.ts';

const asPrometheus = 'Write the same measurement as a PromQL query, if Prometheus has the numbers too.';

const todos: Readonly<Record<string, string>> = {
	web: 'Ask the address as a smoke test (smoke.checks), or export its figure to Prometheus.',
	job: 'Run the job as a smoke test or in the deploy command, before the release has users.',
	kayenta: 'Import the canary configuration itself; Signalbox has the same judge built in.',
	plugin: 'Export what the plugin measures to Prometheus, and write it as a PromQL query.',
	datadog: asPrometheus,
	newRelic: asPrometheus,
	wavefront: asPrometheus,
	cloudWatch: asPrometheus,
	graphite: asPrometheus,
	influxdb: asPrometheus,
	skywalking: asPrometheus,
};

/** The Prometheus part of a metric's provider; null, and told, when the metric asks something else. */
export function prometheusOf(metric: Field, name: string, telling: Telling): Field | null {
	const provider = at(metric, 'provider');
	const kinds = namesOf(provider);
	if (kinds.includes('prometheus')) return at(provider, 'prometheus');
	const kind = kinds[0];
	if (kind === undefined) {
		telling.lose(`metric ${name}`, 'It names no provider.', 'Write its PromQL query under health.analysis.metrics.');
		return null;
	}
	const known = Object.hasOwn(todos, kind) ? todos[kind] : undefined;
	const word = known === undefined ? 'something that is not known here' : kind;
	telling.lose(`metric ${name}`, `It asks ${word}; Signalbox asks Prometheus only.`, known ?? asPrometheus);
	return null;
}

const lostFields: Readonly<Record<string, readonly [why: string, todo: string]>> = {
	address: [
		'Signalbox asks the Prometheus that the environment names.',
		'Set metrics.url of the environment, if it is another one.',
	],
	authentication: [
		'Secrets are never imported.',
		'Name the credentials by reference, with metrics.bearer or metrics.password of the environment.',
	],
	headers: [
		'Headers may hold secrets, which are never imported.',
		'Name the credentials by reference, with metrics.bearer or metrics.password of the environment.',
	],
	insecure: ['Certificates are always checked.', 'Let this machine trust the certificate authority.'],
	timeout: [
		'Signalbox has one time limit for all queries.',
		'Set metrics.timeout of the environment; 10 s unless it says otherwise.',
	],
};

/** Tells what of the Prometheus part has no place here. A range query answers another kind of result: false for that. */
export function tellPrometheusFields(prometheus: Field, name: string, telling: Telling): boolean {
	for (const field of namesOf(prometheus)) {
		const lost = Object.hasOwn(lostFields, field) ? lostFields[field] : undefined;
		if (lost !== undefined) telling.lose(`${field} of ${name}`, lost[0], lost[1]);
	}
	if (!namesOf(prometheus).includes('rangeQuery')) return true;
	telling.lose(
		`metric ${name}`,
		'It is a range query, which answers lists of points; Signalbox asks for the value of the instant.',
		'Write it as an instant query, for example with avg_over_time or max_over_time.',
	);
	return false;
}
