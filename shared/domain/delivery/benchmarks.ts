/**
 * Published benchmarks as dated data: text beside a number, with its edition and source. Never a tier of a team: clusters come
 * out of each year's survey and move, and no edition was made for judging one service.
 */
import type { DoraMetric, MetricAnswer } from './metrics.ts';

export interface BenchmarkEdition {
	readonly edition: string;
	readonly source: string;
	readonly texts: Readonly<Partial<Record<DoraMetric, string>>>;
}

const notComparable = 'People answered a survey about what they work on; this number is measured.';

/** Newest first. The 2025 file by size of organisation has recovery upside down, so only the one by industry is used. */
export const benchmarkEditions: readonly BenchmarkEdition[] = [
	{
		edition: '2025',
		source: 'DORA Quick Check, means of all industries, 2025 (dora.dev)',
		texts: {
			'deployment-frequency': `Mean answer 4.8 on a scale from 0 to 10, where 10 is most often. ${notComparable}`,
			'change-lead-time': `Mean answer 5.5 on a scale from 0 to 10, where 10 is fastest. ${notComparable}`,
			'change-fail-rate': `Mean answer 19 %. ${notComparable}`,
			'recovery-time': `Mean answer 7.4 on a scale from 0 to 10, where 10 is fastest. ${notComparable}`,
			'rework-rate': `Mean answer 22 %. ${notComparable}`,
		},
	},
	{
		edition: '2023',
		source: 'Bands of 2023 as Apache DevLake prints them, after the DORA report of 2023',
		texts: {
			'deployment-frequency':
				'On demand; between once a day and once a week; between once a week and once a month; less than once a month.',
			'change-lead-time': 'Less than a day; between a day and a week; between a week and a month; more than a month.',
			'change-fail-rate':
				'Up to 5 %; up to 10 %; up to 15 %; above 15 %. The report itself has values of clusters: 5, 10, 15 and 64 %.',
			'recovery-time': 'Less than an hour; less than a day; between a day and a week; more than a week.',
		},
	},
];

/** Null where none is chosen, or the edition has nothing of the metric. */
export function benchmarkText(edition: string | null, metric: DoraMetric): MetricAnswer['benchmark'] {
	const found = benchmarkEditions.find((candidate) => candidate.edition === edition);
	const text = found?.texts[metric];
	return found === undefined || text === undefined ? null : { edition: found.edition, source: found.source, text };
}
