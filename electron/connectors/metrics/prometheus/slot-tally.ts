/**
 * Growth of a slot's counters from look to look, series by series. `increase` over windows would not do: windows overlap
 * and extrapolate. Counting is the instance ring's (`../scrape/instance-ring.ts`), with Prometheus' labels for its pages.
 */
import { addHistogram, grown, hasFallen, histogramOf } from '../tally.ts';
import type { Tally } from '../tally.ts';
import type { LatencyTotals } from '../../../../shared/domain/health/totals.ts';
import { maxSeries, seriesKey } from './counters.ts';
import type { CounterSample } from './counters.ts';

export interface SlotTally {
	/** Adds what is new in a look. Samples that are not newer than those seen before change nothing. */
	take(samples: readonly CounterSample[]): void;
	tally(): Tally;
	/** Newest sample taken, on Prometheus' clock; null before the first. */
	newestAt(): number | null;
	/** Changes when counting had to begin anew. */
	run(): number;
	/** Labels that series of requests have. */
	requestLabels(): ReadonlySet<string>;
}

interface Known<T> {
	/** Null for what was no number: nobody knows from where it goes on. */
	readonly value: T | null;
	readonly at: number;
}

interface Group {
	readonly key: string;
	readonly labels: CounterSample['labels'];
	readonly at: number;
	readonly buckets: ReadonlyMap<number, number>;
}

/**
 * The process behind a series. A series that appears on one that was seen before started at zero; of an unknown one
 * nobody knows for how long it has counted. Null when the labels do not tell.
 */
function instanceOf(labels: CounterSample['labels']): string | null {
	const { job = '', instance, pod } = labels;
	const name = instance ?? pod;
	return name === undefined ? null : JSON.stringify([job, name]);
}

const isCount = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** Buckets of the same series apart from `le`, as one. */
function groupsOf(samples: readonly CounterSample[]): readonly Group[] {
	const groups = new Map<string, { labels: CounterSample['labels']; at: number; buckets: Map<number, number> }>();
	for (const { labels: all, value, at } of samples) {
		const { le, ...labels } = all;
		const bound = le === '+Inf' || le === 'Inf' ? Number.POSITIVE_INFINITY : Number(le ?? Number.NaN);
		const key = seriesKey(labels);
		const group = groups.get(key) ?? { labels, at, buckets: new Map<number, number>() };
		// A bound that is none spoils the group as a value that is none does.
		group.buckets.set(bound, value);
		groups.set(key, { ...group, at: Math.max(group.at, at) });
	}
	return [...groups].map(([key, group]) => ({ key, ...group }));
}

/** Begins to count a slot. */
export function createSlotTally(): SlotTally {
	const counters = new Map<string, Known<number>>();
	const histograms = new Map<string, Known<ReadonlyMap<number, number>>>();
	let instances = new Map<string, number>();
	let labels = new Set<string>();
	let requests: number | null = null;
	const events = new Map<string, number>();
	let latency: LatencyTotals | null = null;
	let newest: number | null = null;
	let run = 1;

	const isFromZero = (of: CounterSample['labels'], at: number): boolean => {
		const instance = instanceOf(of);
		const since = instance === null ? undefined : instances.get(instance);
		return since !== undefined && since < at;
	};

	const growthOf = (sample: CounterSample): number => {
		const key = `${sample.part} ${seriesKey(sample.labels)}`;
		const known = counters.get(key);
		if (known !== undefined && sample.at <= known.at) return 0;
		const value = isCount(sample.value) ? sample.value : null;
		// A value that is none leaves what was known before: the next one grows from there.
		counters.set(key, { value: value ?? known?.value ?? null, at: sample.at });
		if (value === null || known?.value === null) return 0;
		if (known === undefined) return isFromZero(sample.labels, sample.at) ? value : 0;
		return grown(known.value, value);
	};

	const takeCounter = (sample: CounterSample): void => {
		const growth = growthOf(sample);
		if (sample.part === 'requests') {
			requests = (requests ?? 0) + growth;
			for (const label of Object.keys(sample.labels)) labels.add(label);
		} else {
			const name = sample.part.slice('event:'.length);
			events.set(name, (events.get(name) ?? 0) + growth);
		}
	};

	const takeHistogram = (group: Group): void => {
		const known = histograms.get(group.key);
		if (known !== undefined && group.at <= known.at) return;
		const isSound = [...group.buckets].every(([bound, count]) => !Number.isNaN(bound) && isCount(count));
		histograms.set(group.key, { value: isSound ? group.buckets : (known?.value ?? null), at: group.at });
		if (!isSound) return;
		const isBaseline = known === undefined ? !isFromZero(group.labels, group.at) : known.value === null;
		const before = known?.value === null || hasFallen(known?.value, group.buckets) ? undefined : known?.value;
		const growth = [...group.buckets].map(([bound, count]): [number, number] => [
			bound,
			isBaseline ? 0 : grown(before?.get(bound), count),
		]);
		latency = addHistogram(latency, histogramOf(new Map(growth)));
	};

	const beginAnew = (): void => {
		counters.clear();
		histograms.clear();
		events.clear();
		[instances, labels, requests, latency, newest, run] = [new Map(), new Set(), null, null, null, run + 1];
	};

	/** True when every process is another one, or when more is remembered than can be kept. */
	const mustBeginAnew = (samples: readonly CounterSample[]): boolean => {
		if (counters.size + histograms.size > 2 * maxSeries || instances.size > maxSeries) return true;
		const present = samples.map((sample) => instanceOf(sample.labels));
		return present.length > 0 && instances.size > 0 && present.every((one) => one !== null && !instances.has(one));
	};

	return {
		take(samples) {
			if (mustBeginAnew(samples)) beginAnew();
			for (const sample of samples) if (sample.part !== 'latency') takeCounter(sample);
			for (const group of groupsOf(samples.filter(({ part }) => part === 'latency'))) takeHistogram(group);
			for (const { labels: of, at } of samples) {
				const instance = instanceOf(of);
				if (instance !== null) instances.set(instance, Math.max(instances.get(instance) ?? at, at));
				newest = Math.max(newest ?? at, at);
			}
		},
		tally: () => ({ requests, events: Object.fromEntries(events), latency }),
		newestAt: () => newest,
		run: () => run,
		requestLabels: () => labels,
	};
}
