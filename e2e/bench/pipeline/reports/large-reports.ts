/** Large reports, made piece by piece from a seed: the same on every run, and never in memory as a whole. */

const files = 900;
const rules = 300;
/** Results or cases in one piece. */
const pieceLength = 100;

/** Park and Miller's minimal standard generator: 1 .. 2^31 - 2. */
function createDice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % sides;
	};
}

/** A SARIF report of at least `bytes`, with code flows as CodeQL writes them; the rules come last, which is the harder order. */
export async function* sarifReport(bytes: number, seed: number): AsyncGenerator<Uint8Array> {
	const dice = createDice(seed);
	yield Buffer.from(
		'{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[',
	);
	let size = 0;
	for (let first = true; size < bytes; first = false) {
		const results = Array.from({ length: pieceLength }, () => JSON.stringify(result(dice)));
		const piece = Buffer.from((first ? '' : ',') + results.join(','));
		size += piece.length;
		yield piece;
	}
	const described = Array.from({ length: rules }, (_, nth) => ({
		id: `js/rule-${nth}`,
		properties: { 'security-severity': `${nth % 10}.1` },
	}));
	yield Buffer.from(
		`],"tool":{"driver":{"name":"CodeQL","semanticVersion":"2.18.1","rules":${JSON.stringify(described)}}}}]}`,
	);
}

function result(dice: (sides: number) => number): object {
	const rule = dice(rules);
	return {
		ruleId: `js/rule-${rule}`,
		ruleIndex: rule,
		message: { text: `The value ${dice(1_000_000)} flows into a place where it may do harm, as [the path](1) shows.` },
		locations: [place(dice)],
		partialFingerprints: { primaryLocationLineHash: `${dice(2_000_000_000).toString(16)}:1` },
		codeFlows: [
			{
				threadFlows: [{ locations: [{ location: place(dice) }, { location: place(dice) }, { location: place(dice) }] }],
			},
		],
	};
}

function place(dice: (sides: number) => number): object {
	return {
		physicalLocation: {
			artifactLocation: { uri: `src/module-${dice(files)}/file.ts`, uriBaseId: '%SRCROOT%', index: dice(files) },
			region: { startLine: dice(3000), startColumn: dice(80), endColumn: 90 },
		},
	};
}

/** A JUnit report of `cases` cases in suites of a hundred; one in a thousand failed. */
export async function* junitReport(cases: number, seed: number): AsyncGenerator<Uint8Array> {
	const dice = createDice(seed);
	yield Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n');
	for (let first = 0; first < cases; first += pieceLength) {
		const here = Array.from({ length: Math.min(pieceLength, cases - first) }, (_, nth) => testCase(first + nth, dice));
		yield Buffer.from(`<testsuite name="suite ${first / pieceLength}">\n${here.join('\n')}\n</testsuite>\n`);
	}
	yield Buffer.from('</testsuites>\n');
}

function testCase(nth: number, dice: (sides: number) => number): string {
	const start = `<testcase classname="shop.module${nth % 70}.PriceTest" name="case ${nth} &lt;net&gt;" time="0.${dice(1000)}"`;
	return dice(1000) === 0
		? `${start}><failure message="expected 10 but was 11" type="AssertionError"><![CDATA[at PriceTest.java:${dice(900)}]]></failure></testcase>`
		: `${start}/>`;
}
