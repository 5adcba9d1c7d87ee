/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as a stream: only counts, rules and the first results are held. */
import { z } from 'zod';
import type { FindingFacts } from '../../../../shared/domain/gates/evidence.ts';
import { checked, readJson } from '../json/read-json.ts';
import type { Shape } from '../json/shape.ts';
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { aboutOfRuns } from './sarif-about.ts';
import { resultKeys, resultOf } from './sarif-result.ts';
import { ruleKeys } from './sarif-rules.ts';
import { createSarifRun } from './sarif-run.ts';
import { createFindingTally } from './tally.ts';

const text = z.string().nullish();
const runSchema = z.looseObject({
	tool: z.looseObject({
		driver: z.looseObject({ name: z.string(), version: text, semanticVersion: text }),
	}),
	invocations: z.array(z.looseObject({ executionSuccessful: z.boolean().nullish(), endTimeUtc: text })).nullish(),
	results: z.array(z.unknown()).nullish(),
	externalPropertyFileReferences: z.looseObject({ results: z.array(z.unknown()).nullish() }).nullish(),
});
const logSchema = z.looseObject({
	version: z.string(),
	runs: z.array(z.unknown()).nullish(),
	inlineExternalProperties: z.array(z.unknown()).nullish(),
});

/** Tools named when a report has runs of several. */
const mostTools = 3;

/** Sections 3.14.2 and 3.13.5 of SARIF: what is not read must not look like nothing that was found. */
const elsewhere = [
	'keeps results outside of its runs, where they are not read',
	null,
	'Let the tool write one whole file.',
] as const;

export const parseSarif: ReportParser = async (bytes, { limits, about }) => {
	const log = createLog(limits.names);
	const root = checked(logSchema, await readJson(bytes, log.shape, limits));
	if (root.version !== '2.1.0') {
		throw new Refusal(
			`is SARIF ${root.version.slice(0, 20)}; only 2.1.0 is read`,
			null,
			'Let the tool write SARIF 2.1.0.',
		);
	}
	if ((root.inlineExternalProperties ?? []).length > 0) throw new Refusal(...elsewhere);
	return { facts: log.facts(about), tool: log.tool(), writtenAt: log.writtenAt() };
};

function createLog(mostNames: number) {
	const tally = createFindingTally();
	const abouts: FindingFacts['about'][] = [];
	const tools = new Set<string>();
	let invalid: string | null = null;
	let writtenAt: number | null = null;
	let runs = 0;
	let run = createSarifRun(mostNames);
	let extension = 0;

	function finishRun(value: unknown): void {
		const { tool, invocations, results, externalPropertyFileReferences } = checked(runSchema, value, 'runs');
		if ((externalPropertyFileReferences?.results ?? []).length > 0) throw new Refusal(...elsewhere);
		const name = cut(tool.driver.name) ?? 'The tool';
		const version = cut(tool.driver.semanticVersion ?? tool.driver.version);
		tools.add(version === null ? name : `${name} ${version}`);
		invalid ??= whyInvalid(name, results, invocations ?? []);
		for (const { endTimeUtc } of invocations ?? []) {
			const at = instantOf(endTimeUtc);
			if (at !== null) writtenAt = Math.max(writtenAt ?? at, at);
		}
		abouts.push(run.finish(name, tally));
		runs += 1;
		run = createSarifRun(mostNames);
		extension = 0;
	}

	const shape = shapeOf({
		rule: (value, isOfExtension) => run.rules.add(value, isOfExtension ? extension : null),
		extension: () => (extension += 1),
		result: (value) => run.add(resultOf(value)),
		run: finishRun,
	});

	return {
		shape,
		facts(about: FindingFacts['about'] | null): FindingFacts {
			const why = runs === 0 ? 'The report holds no run of any tool.' : invalid;
			return tally.facts(about ?? aboutOfRuns(abouts), { invalid: why });
		},
		tool: () => (tools.size === 0 ? null : [...tools].slice(0, mostTools).join(', ')),
		writtenAt: () => writtenAt,
	};
}

interface Listeners {
	rule(value: unknown, isOfExtension: boolean): void;
	/** An extension has ended. */
	extension(): void;
	result(value: unknown): void;
	run(value: unknown): void;
}

function shapeOf(listeners: Listeners): Shape {
	const rules = (isOfExtension: boolean): Shape => ({
		items: ruleKeys,
		each: (rule) => listeners.rule(rule, isOfExtension),
	});
	const driver: Shape = { keys: { name: 'all', version: 'all', semanticVersion: 'all', rules: rules(false) } };
	const extensions: Shape = { items: { keys: { rules: rules(true) } }, each: () => listeners.extension() };
	const run: Shape = {
		keys: {
			tool: { keys: { driver, extensions } },
			invocations: { items: { keys: { executionSuccessful: 'all', endTimeUtc: 'all' } } },
			results: { items: resultKeys, each: (result) => listeners.result(result) },
			externalPropertyFileReferences: { keys: { results: { items: { keys: {} }, most: 1 } } },
		},
	};
	const inlineExternalProperties: Shape = { items: { keys: {} }, most: 1 };
	return {
		keys: { version: 'all', inlineExternalProperties, runs: { items: run, each: (value) => listeners.run(value) } },
	};
}

/** Absent or null results mean that nothing was looked for: section 3.14.23. */
function whyInvalid(
	name: string,
	results: readonly unknown[] | null | undefined,
	invocations: readonly { readonly executionSuccessful?: boolean | null | undefined }[],
): string | null {
	if (invocations.some(({ executionSuccessful }) => executionSuccessful === false)) {
		return `${name} says itself that it did not succeed.`;
	}
	return results == null ? `${name} reported no list of results, not even an empty one.` : null;
}
