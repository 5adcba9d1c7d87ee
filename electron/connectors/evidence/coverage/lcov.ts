/** lcov traces (`man geninfo`, "TRACEFILE FORMAT"), as c8, Istanbul, Node, gcov and LLVM write them. */
import { createLineSets, createNameSet } from './line-set.ts';
import { coverageFacts, shareOrNull } from './coverage-facts.ts';
import type { ReportParser } from '../parser.ts';
import { peek } from '../bytes.ts';
import { Refusal } from '../refusal.ts';
import { linesOf, refuseWideText } from '../text.ts';

const longestLine = 1024 * 1024;

/** Counts come from the lines (`DA`, `BRDA`, `FNDA`), not from the sums after them; a file that comes twice is merged. */
export const parseLcov: ReportParser = async (bytes, { limits }) => {
	const start = await peek(bytes, 2);
	refuseWideText(start.head);
	const trace = createTrace(limits.names);
	for await (const { text, number, isEnded } of linesOf(start.bytes, longestLine)) trace.read(text, number, isEnded);
	return { facts: trace.facts(), tool: null, writtenAt: null };
};

function createTrace(names: number) {
	const lines = createLineSets(names);
	const branches = createNameSet(names);
	const functions = createNameSet(names);
	const files = new Set<string>();
	let file: string | null = null;
	let at = 0;
	let named = createFunctionNames();

	function see(key: string, value: string, current: string): void {
		if (key === 'DA') {
			const [line = '', hits = ''] = fields(key, value, /^(\d{1,9}),(-?\d{1,18}(?:\.\d+)?(?:e\+?\d+)?)(?:,.*)?$/iu, at);
			lines.see(current, Number(line), Number(hits) > 0, at);
		} else if (key === 'BRDA') {
			const [line, block, branch, taken] = fields(key, value, /^(\d{1,9}),(e?\d+),(.+),(-|\d+)$/u, at);
			branches.see(`${current}\0${line},${block},${branch}`, Number(taken) > 0, at);
		} else if (key === 'FN') {
			const [line = '', name = ''] = fields(key, value, /^(\d{1,9}),(?:\d{1,9},)?(.*)$/u, at);
			functions.see(`${current}\0${named.declare(name, line)}`, false, at);
		} else if (key === 'FNDA') {
			const [hits, name = ''] = fields(key, value, /^(\d{1,18}),(.*)$/u, at);
			functions.see(`${current}\0${named.count(name)}`, Number(hits) > 0, at);
		} else if (key === 'FNA') {
			// lcov 2: `FNA:<index>,<hits>,<name>`, one for each alias of a function.
			const [index, hits] = fields(key, value, /^(\d{1,9}),(\d{1,18}),.*$/u, at);
			functions.see(`${current}\0#${index}`, Number(hits) > 0, at);
		}
	}

	return {
		read(text: string, number: number, isEnded: boolean): void {
			at = number;
			if (text === '' || text.startsWith('#')) return;
			if (text === 'end_of_record') {
				if (file === null) throw new Refusal('ends a record that never began', at);
				file = null;
				return;
			}
			const [, key, value = ''] = /^([A-Z]{2,6}):(.*)$/su.exec(text) ?? [];
			if (key === undefined) throw new Refusal('holds a line that is not of an lcov trace', at);
			if (key === 'SF') {
				if (file !== null) throw new Refusal('begins a file before the last one has ended', at);
				if (!isEnded) throw new Refusal('is cut off', at);
				file = value;
				files.add(value);
				named = createFunctionNames();
			} else if (file !== null) see(key, value, file);
			else if (key !== 'TN' && key !== 'VER') throw new Refusal(`has ${key} outside of a file`, at);
		},
		facts() {
			if (file !== null) throw new Refusal('is cut off: its last file has no end', at);
			return coverageFacts({
				lines: shareOrNull(lines.share()),
				branches: shareOrNull(branches.share()),
				functions: shareOrNull(functions.share()),
				files: files.size,
			});
		},
	};
}

/** Methods share names: the nth count of a name belongs to its nth declaration in the record. */
function createFunctionNames() {
	const declared = new Map<string, string[]>();
	const counted = new Map<string, number>();
	return {
		declare(name: string, line: string): string {
			const key = `${line}\0${name}`;
			const places = declared.get(name);
			if (places === undefined) declared.set(name, [key]);
			else places.push(key);
			return key;
		},
		count(name: string): string {
			const nth = counted.get(name) ?? 0;
			counted.set(name, nth + 1);
			return declared.get(name)?.[nth] ?? `?${nth}\0${name}`;
		},
	};
}

function fields(key: string, value: string, pattern: RegExp, at: number): readonly string[] {
	const parts = pattern.exec(value);
	if (parts === null) throw new Refusal(`has a ${key} that cannot be read: ${value.slice(0, 80)}`, at);
	return parts.slice(1);
}
