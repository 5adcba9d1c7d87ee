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

/** The processes that were seen, with the newest sample of each. */
function createInstances() {
	const newest = new Map<string, number>();
	return {
		isFromZero(labels: CounterSample['labels'], at: number): boolean {
			const instance = instanceOf(labels);
			const since = instance === null ? undefined : newest.get(instance);
			return since !== undefined && since < at;
		},
		areOthers(samples: readonly CounterSample[]): boolean {
			const present = samples.map(({ labels }) => instanceOf(labels));
			return present.length > 0 && newest.size > 0 && present.every((one) => one !== null && !newest.has(one));
		},
		note(samples: readonly CounterSample[]): void {
			for (const { labels, at } of samples) {
				const instance = instanceOf(labels);
				if (instance !== null) newest.set(instance, Math.max(newest.get(instance) ?? at, at));
			}
		},
	};
}
type Instances = ReturnType<typeof createInstances>;

/** Counters by series; tells how much each sample added. */
function createCounters(instances: Instances) {
	const series = new Map<string, Known<number>>();
	return {
		size: () => series.size,
		growth({ part, labels, value: given, at }: CounterSample): number {
			const key = `${part} ${seriesKey(labels)}`;
			const known = series.get(key);
			if (known !== undefined && at <= known.at) return 0;
			const value = isCount(given) ? given : null;
			// A value that is none leaves what was known before: the next one grows from there.
			series.set(key, { value: value ?? known?.value ?? null, at });
			if (value === null || known?.value === null) return 0;
			if (known === undefined) return instances.isFromZero(labels, at) ? value : 0;
			return grown(known.value, value);
		},
	};
}

/** Histograms by series; tells what each look added, null for nothing new. */
function createHistograms(instances: Instances) {
	const series = new Map<string, Known<ReadonlyMap<number, number>>>();
	return {
		size: () => series.size,
		growth({ key, labels, buckets, at }: Group): LatencyTotals | null {
			const known = series.get(key);
			if (known !== undefined && at <= known.at) return null;
			const isSound = [...buckets].every(([bound, count]) => !Number.isNaN(bound) && isCount(count));
			series.set(key, { value: isSound ? buckets : (known?.value ?? null), at });
			if (!isSound) return null;
			const isBaseline = known === undefined ? !instances.isFromZero(labels, at) : known.value === null;
			const before = known?.value === null || hasFallen(known?.value, buckets) ? undefined : known?.value;
			const growth = [...buckets].map(([bound, count]): [number, number] => [
				bound,
				isBaseline ? 0 : grown(before?.get(bound), count),
			]);
			return histogramOf(new Map(growth));
		},
	};
}

/** Everything known of one run of counting. */
function createRun() {
	const instances = createInstances();
	const [counters, histograms] = [createCounters(instances), createHistograms(instances)];
	const labels = new Set<string>();
	const events = new Map<string, number>();
	let requests: number | null = null;
	let latency: LatencyTotals | null = null;
	let newest: number | null = null;

	const takeCounter = (sample: CounterSample): void => {
		const growth = counters.growth(sample);
		if (sample.part === 'requests') {
			requests = (requests ?? 0) + growth;
			for (const label of Object.keys(sample.labels)) labels.add(label);
		} else {
			const name = sample.part.slice('event:'.length);
			events.set(name, (events.get(name) ?? 0) + growth);
		}
	};

	return {
		isOver: (samples: readonly CounterSample[]): boolean =>
			counters.size() + histograms.size() > 2 * maxSeries || instances.areOthers(samples),
		take(samples: readonly CounterSample[]): void {
			for (const sample of samples) if (sample.part !== 'latency') takeCounter(sample);
			for (const group of groupsOf(samples.filter(({ part }) => part === 'latency'))) {
				latency = addHistogram(latency, histograms.growth(group));
			}
			instances.note(samples);
			for (const { at } of samples) newest = Math.max(newest ?? at, at);
		},
		tally: (): Tally => ({ requests, events: Object.fromEntries(events), latency }),
		newestAt: () => newest,
		requestLabels: () => labels,
	};
}

/** Begins to count a slot. It begins anew when every process is another one, or when it would remember too much. */
export function createSlotTally(): SlotTally {
	let current = createRun();
	let run = 1;
	return {
		take(samples) {
			if (current.isOver(samples)) [current, run] = [createRun(), run + 1];
			current.take(samples);
		},
		tally: () => current.tally(),
		newestAt: () => current.newestAt(),
		run: () => run,
		requestLabels: () => current.requestLabels(),
	};
}
