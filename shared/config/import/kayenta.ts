/** Kayenta's canary configurations as a `health:` section (spinnaker/kayenta docs/canary-config.md, CanaryAnalysisConfiguration). */
import type { ImportReport } from '../../rpc/views.ts';
import {
	at,
	createTelling,
	type Field,
	flagOf,
	isMapping,
	itemsOf,
	namesOf,
	numberOf,
	refuse,
	type Telling,
	textOf,
	wordOf,
} from './fields.ts';
import { readQuery } from './kayenta-query.ts';
import { weightsOf } from './kayenta-weights.ts';
import { writeHealth } from './write.ts';

const effectFields = ['allowedIncrease', 'allowedDecrease', 'criticalIncrease', 'criticalDecrease'] as const;

/** The configuration itself: a stored one, or one within a request for a judgement. */
export function kayentaConfigOf(whole: Field): Field | null {
	const wrapped = at(whole, 'canaryConfig');
	const config = isMapping(wrapped.value) ? wrapped : whole;
	const names = namesOf(config);
	const isCanary = names.includes('metrics') && (names.includes('classifier') || names.includes('judge'));
	return isCanary && textOf(at(config, 'kind')) === null ? config : null;
}

function effectOf(canary: Field): Readonly<Record<string, string | number>> | null {
	const effect = at(canary, 'effectSize');
	if (effect.value === undefined) return null;
	const measure = wordOf(at(effect, 'measure'), ['meanRatio', 'cles']) ?? 'meanRatio';
	const sizes = effectFields.flatMap((name) => {
		const size = numberOf(at(effect, name), 0, 1_000_000);
		return size === null ? [] : [[name, size] as const];
	});
	return { measure: measure === 'cles' ? 'cles' : 'mean-ratio', ...Object.fromEntries(sizes) };
}

const knownFields: readonly (readonly [under: readonly string[], fields: readonly string[]])[] = [
	[
		['analysisConfigurations', 'canary'],
		['direction', 'critical', 'muted', 'nanStrategy', 'mustHaveData', 'outliers', 'effectSize'],
	],
	[
		['analysisConfigurations', 'canary', 'effectSize'],
		['measure', ...effectFields],
	],
	[
		['analysisConfigurations', 'canary', 'outliers'],
		['strategy', 'outlierFactor'],
	],
];

function tellUnknown(metric: Field, name: string, telling: Telling): void {
	for (const [under, known] of knownFields) {
		for (const field of namesOf(at(metric, ...under)).filter((one) => !known.includes(one))) {
			telling.lose(
				`${field.slice(0, 60)} of ${name}`,
				'Signalbox does not know this field.',
				'Nothing, unless it matters to you.',
			);
		}
	}
}

function tellNoData(name: string, telling: Telling): void {
	telling.lose(
		`metric ${name} without any data`,
		'With nanStrategy "replace" Kayenta lets a metric pass that reports nothing at all; here it counts as no data.',
		'Write noData: pass at the metric, if silence really means that all is well.',
	);
}

function readMetric(metric: Field, templates: Field, taken: Set<string>, telling: Telling): object | null {
	const name = textOf(at(metric, 'name')) ?? refuse(metric, 'a metric has no name', 'name');
	if (taken.has(name)) {
		telling.lose(
			`the second metric ${name}`,
			'Two metrics have the same name; the first one was taken.',
			'Give it another name.',
		);
		return null;
	}
	taken.add(name);
	const canary = at(metric, 'analysisConfigurations', 'canary');
	const isMuted = flagOf(at(canary, 'muted'));
	const extended = at(metric, 'analysisConfigurations', 'extendedProperties');
	if (namesOf(extended).length > 0) {
		telling.lose(
			`extendedProperties of ${name}`,
			"They belong to another judge than Netflix's.",
			'Write a fixed limit under health, if one is meant.',
		);
	}
	const query = readQuery(metric, templates, name, telling);
	if (query === null) return null;
	tellUnknown(metric, name, telling);
	const nan = wordOf(at(canary, 'nanStrategy'), ['remove', 'replace']) ?? 'remove';
	const mustHaveData = flagOf(at(canary, 'mustHaveData'));
	if (nan === 'replace' && !mustHaveData) tellNoData(name, telling);
	const outliers = at(canary, 'outliers');
	const effect = effectOf(canary);
	telling.carried.push(`metric ${name}`);
	return {
		name,
		groups: itemsOf(at(metric, 'groups')).map((item) => textOf(item) ?? ''),
		direction: wordOf(at(canary, 'direction'), ['increase', 'decrease', 'either']) ?? 'either',
		critical: flagOf(at(canary, 'critical')),
		...(isMuted ? { muted: true } : {}),
		noData: mustHaveData ? 'fail' : 'nodata',
		nan,
		outliers: wordOf(at(outliers, 'strategy'), ['keep', 'remove']) ?? 'keep',
		outlierFactor: numberOf(at(outliers, 'outlierFactor'), 0, 1_000) ?? 3,
		...(effect === null ? {} : { effect }),
		query,
	};
}

function thresholdsOf(config: Field, whole: Field, telling: Telling) {
	const places = [at(config, 'classifier', 'scoreThresholds'), at(whole, 'executionRequest', 'thresholds')];
	const found = (name: string) =>
		places.map((place) => numberOf(at(place, name), 0, 100)).find((value) => value !== null);
	const pass = found('pass');
	const marginal = found('marginal');
	if (pass === undefined || marginal === undefined) {
		telling.lose(
			'score thresholds',
			'The file does not name both; the pipeline does. Kayenta advises 95 and 75, which were taken.',
			'Set health.kayenta.pass and marginal to those of your canary stage.',
		);
	}
	if (pass !== undefined && marginal !== undefined && marginal > pass) {
		refuse(at(places[0] ?? config, 'marginal'), `marginal is ${marginal}, more than pass`, `at most ${pass}`);
	}
	return { pass: pass ?? Math.max(95, marginal ?? 0), marginal: marginal ?? Math.min(75, pass ?? 75) };
}

function tellJudge(config: Field, telling: Telling): void {
	const name = textOf(at(config, 'judge', 'name'));
	if (name !== null && !name.startsWith('NetflixACAJudge')) {
		telling.lose(
			`judge ${name.slice(0, 60)}`,
			"Signalbox judges like Netflix's judge only.",
			'Compare the scores of both before you rely on it.',
		);
	}
	if (namesOf(at(config, 'judge', 'judgeConfigurations')).length > 0) {
		telling.lose(
			'judgeConfigurations',
			'Kayenta itself never reads them; tolerance and confidence are its fixed 0.25 and 0.98.',
			'Set health.kayenta.tolerance and confidence, if others are meant.',
		);
	}
}

/** Imports one canary configuration. */
export function importKayenta(config: Field, whole: Field): ImportReport {
	const telling = createTelling();
	const metrics = itemsOf(at(config, 'metrics'));
	if (metrics.length === 0)
		refuse(at(config, 'metrics'), 'the canary configuration has no metrics', 'a list of metrics');
	const thresholds = thresholdsOf(config, whole, telling);
	tellJudge(config, telling);
	const templates = at(config, 'templates');
	const taken = new Set<string>();
	const carried = metrics.flatMap((metric) => {
		const entry = readMetric(metric, templates, taken, telling);
		return entry === null ? [] : [{ metric, entry }];
	});
	const entries = carried.map(({ entry }) => entry);
	const weights = weightsOf(
		config,
		carried.map(({ metric }) => metric),
		telling,
	);
	if (isMapping(at(whole, 'executionRequest').value)) {
		telling.lose(
			'executionRequest',
			'Signalbox compares the slots of the release for as long as it is watched.',
			'Nothing.',
		);
	}
	const kayenta = {
		...thresholds,
		tolerance: 0.25,
		toleranceOf: 'shift',
		confidence: 0.98,
		metrics: entries,
		groupWeights: weights,
	};
	const source = writeHealth(telling, 'kayenta', entries.length > 0, kayenta);
	const name = textOf(at(config, 'name')) ?? 'canary';
	return { from: 'kayenta-canary-config', name, source, carried: telling.carried, notCarried: telling.notCarried };
}
