/** Istanbul's JSON: `coverage-final.json` (every file with its counters) and `coverage-summary.json` (sums for every file). */
import istanbul from 'istanbul-lib-coverage';
import { z } from 'zod';
import type { Share } from '../../../../shared/domain/gates/evidence.ts';
import { checked, readJson } from '../json/read-json.ts';
import type { ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { coverageFacts, shareOrNull } from './coverage-facts.ts';

const count = z.number().int().min(0);
const share = z.looseObject({ covered: count, total: count });
const summarySchema = z.looseObject({ lines: share, branches: share.nullish(), functions: share.nullish() });

const place = z.looseObject({ start: z.looseObject({ line: z.number() }) });
const hits = z.record(z.string(), z.number().nullable());
const fileSchema = z.looseObject({
	path: z.string(),
	statementMap: z.record(z.string(), place),
	fnMap: z.record(z.string(), z.looseObject({})),
	branchMap: z.record(z.string(), z.looseObject({})),
	s: hits,
	f: hits,
	b: z.record(z.string(), z.array(z.number().nullable())),
});

interface Sums {
	lines: Share;
	branches: Share;
	functions: Share;
}

const nothing: Share = { covered: 0, total: 0 };

/** File by file, so that only one of them is held. The `total` of a summary is taken only where it names no files. */
export const parseIstanbul: ReportParser = async (bytes, { limits }) => {
	let sums: Sums = { lines: nothing, branches: nothing, functions: nothing };
	let total: Sums | null = null;
	let files = 0;
	const eachValue = (value: unknown, key: string) => {
		const one = sumsOf(value, key);
		if (key === 'total' && !isFile(value)) {
			total = one;
			return;
		}
		files += 1;
		sums = {
			lines: add(sums.lines, one.lines),
			branches: add(sums.branches, one.branches),
			functions: add(sums.functions, one.functions),
		};
	};
	const root = await readJson(bytes, { values: 'all', eachValue }, limits);
	if (typeof root !== 'object' || root === null || Array.isArray(root)) {
		throw new Refusal('is no coverage of Istanbul: it holds no files by name', 1, 'Check `format` of the source.');
	}
	const told = files === 0 && total !== null ? total : sums;
	const facts = coverageFacts({
		lines: shareOrNull(told.lines),
		branches: shareOrNull(told.branches),
		functions: shareOrNull(told.functions),
		files,
	});
	return { facts, tool: 'Istanbul', writtenAt: null };
};

function isFile(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'statementMap' in value;
}

function sumsOf(value: unknown, key: string): Sums {
	if (!isFile(value)) {
		const summary = checked(summarySchema, value, key.slice(0, 100));
		for (const one of [summary.lines, summary.branches, summary.functions]) {
			if (one != null && one.covered > one.total)
				throw new Refusal(`covers more than there is in ${key.slice(0, 100)}`);
		}
		return { lines: summary.lines, branches: summary.branches ?? nothing, functions: summary.functions ?? nothing };
	}
	const { path, statementMap, fnMap, branchMap, s, f, b } = checked(fileSchema, value, key.slice(0, 100));
	// Only what the sums are made of: the library would take the rest as it is.
	const data = { path, statementMap, fnMap, branchMap, s, f, b };
	const { lines, branches, functions } = istanbul.createFileCoverage(plain(data)).toSummary().data;
	return { lines, branches, functions };
}

/** The library's types ask for ranges that sums do not need, and that `checked` does not promise. */
function plain(data: object): Parameters<typeof istanbul.createFileCoverage>[0] {
	return data as Parameters<typeof istanbul.createFileCoverage>[0];
}

function add(one: Share, other: Share): Share {
	return { covered: one.covered + other.covered, total: one.total + other.total };
}
