/** Which tellings are looked at two by two, held against the rule asked of every two. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { nearTellings } from './near-tellings.ts';
import { type PlacedDeployment, placeDeployments } from './place.ts';
import { deployed, monday } from './testing/facts.ts';

const telling = fc.record({ source: fc.constantFrom('a', 'b', 'c'), end: fc.nat({ max: 6 }) });
const tellings = fc.array(telling, { maxLength: 24 }).map((all) =>
	placeDeployments(
		all.map(({ source, end }, index) => deployed(monday + end, { source, nativeId: `${source}${index}` })),
		new Map(),
		(hash) => hash,
	),
);

/** Where `one` would stand among those of another source: after all that ended before it, and as far as it stands in its own. */
function isNear(all: readonly PlacedDeployment[], one: PlacedDeployment, other: PlacedDeployment, reach: number) {
	const of = (source: string) => all.filter(({ fact }) => fact.source === source);
	const others = of(other.fact.source);
	const atOnce = (told: readonly PlacedDeployment[]) => told.filter(({ at }) => at === one.at);
	const rank = atOnce(of(one.fact.source)).indexOf(one);
	const centre = others.filter(({ at }) => at < one.at).length + Math.min(rank, atOnce(others).length);
	const place = others.indexOf(other);
	return place >= centre - reach && place < centre + reach;
}

function pairsOf(all: readonly PlacedDeployment[], most?: number): readonly string[] {
	return [...new Set([...nearTellings([...all.keys()], all, most)].map((pair) => pair.join(' ')))].sort();
}

describe('tellings of one version', () => {
	test.prop([tellings, fc.constantFrom(2, 3, 6)], { numRuns: 200 })(
		'are looked at as far as they are near',
		(all, most) => {
			const sources = new Set(all.map(({ fact }) => fact.source)).size;
			const reach = Math.ceil(most / (sources - 1));
			const expected = all.flatMap((one, first) =>
				all.flatMap((other, second) => {
					if (second <= first || one.fact.source === other.fact.source) return [];
					return isNear(all, one, other, reach) || isNear(all, other, one, reach) ? [`${first} ${second}`] : [];
				}),
			);
			expect(pairsOf(all, most)).toEqual(expected.sort());
		},
	);

	test.prop([tellings], { numRuns: 50 })('are all looked at where they are few', (all) => {
		const expected = all.flatMap((one, first) =>
			all.flatMap((other, second) =>
				second > first && one.fact.source !== other.fact.source ? [`${first} ${second}`] : [],
			),
		);
		expect(pairsOf(all)).toEqual(expected.sort());
	});
});
