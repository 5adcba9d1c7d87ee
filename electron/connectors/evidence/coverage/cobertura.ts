/**
 * Cobertura XML, as coverage.py, gcovr, Coverlet, Istanbul and Cobertura itself write it. Counts come from the lines; the rates
 * at the top are rounded.
 */
import type { Share } from '../../../../shared/domain/gates/evidence.ts';
import { coverageFacts, shareOrNull } from './coverage-facts.ts';
import { createLineSets, createNameSet } from './line-set.ts';
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { wholeNumber } from '../xml/numbers.ts';
import { type Attributes, readXml, type XmlHandler, type XmlPlace } from '../xml/read-xml.ts';
import { wrongRoot } from '../xml/wrong-root.ts';

export const parseCobertura: ReportParser = async (bytes, { limits }) => {
	const report = createCoberturaReport(limits.names);
	await readXml(bytes, report.handler, limits);
	return { facts: report.facts(), ...report.head() };
};

function createCoberturaReport(names: number) {
	const lines = createLineSets(names);
	const functions = createNameSet(names);
	const branches = createBranchSums(names);
	let file: string | null = null;
	let method: { readonly key: string; isCovered: boolean } | null = null;
	let head: Head = { tool: null, writtenAt: null };

	function openLine(attributes: Attributes, at: XmlPlace): void {
		if (file === null) throw new Refusal('has a line outside of a class', at.line);
		const line = wholeNumber(attributes, 'number', at);
		const isCovered = Number(attributes['hits'] ?? 'NaN') > 0;
		if (attributes['hits'] === undefined) throw new Refusal('has a line without hits', at.line);
		lines.see(file, line, isCovered, at.line);
		if (method !== null) method.isCovered ||= isCovered;
		branches.see(`${file}\0${line}`, attributes['condition-coverage'], at);
	}

	const handler: XmlHandler = {
		open(name, attributes, at) {
			if (at.depth === 1) head = headOf(name, attributes, at);
			else if (name === 'class') {
				file = attributes['filename'] ?? attributes['name'] ?? null;
			} else if (name === 'method') {
				const key = `${file ?? ''}\0${attributes['name'] ?? ''}\0${attributes['signature'] ?? ''}`;
				method = { key, isCovered: Number(attributes['line-rate'] ?? '0') > 0 };
			} else if (name === 'line' && at.parent === 'lines') openLine(attributes, at);
			return undefined;
		},
		close(name) {
			if (name === 'class') file = null;
			if (name !== 'method' || method === null) return;
			functions.see(method.key, method.isCovered, 0);
			method = null;
		},
	};

	return {
		handler,
		facts() {
			return coverageFacts({
				lines: shareOrNull(lines.share()),
				branches: shareOrNull(branches.share()),
				functions: shareOrNull(functions.share()),
				files: lines.files(),
			});
		},
		head: () => head,
	};
}

/** What a report says of itself at its root. */
interface Head {
	readonly tool: string | null;
	readonly writtenAt: number | null;
}

function headOf(name: string, attributes: Attributes, at: XmlPlace): Head {
	if (name !== 'coverage' || attributes['clover'] !== undefined) throw wrongRoot(name, 'Cobertura', at);
	const version = cut(attributes['version']);
	return {
		tool: version === null ? null : `Cobertura format ${version}`,
		writtenAt: timestampOf(attributes['timestamp']),
	};
}

/** "50% (1/2)" for each line that branches; the same line is named by its method and by its class. */
function createBranchSums(most: number) {
	const lines = new Map<string, Share>();
	return {
		see(key: string, conditions: string | undefined, at: XmlPlace): void {
			const [, covered, total] = /\((\d{1,9})\/(\d{1,9})\)/u.exec(conditions ?? '') ?? [];
			if (covered === undefined || total === undefined) return;
			if (lines.size >= most) throw new Refusal(`names more than ${most} branches`, at.line);
			const before = lines.get(key) ?? { covered: 0, total: 0 };
			lines.set(key, {
				covered: Math.max(before.covered, Number(covered)),
				total: Math.max(before.total, Number(total)),
			});
		},
		share(): Share {
			const all = { covered: 0, total: 0 };
			for (const { covered, total } of lines.values()) {
				all.covered += Math.min(covered, total);
				all.total += total;
			}
			return all;
		},
	};
}

/** Seconds (Cobertura, Coverlet) or milliseconds (coverage.py, Istanbul) since the epoch; anything before 2001 in ms are seconds. */
function timestampOf(text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^\d{9,14}(\.\d+)?$/u.test(text)) return instantOf(text);
	const value = Number(text);
	return Math.round(value < 100_000_000_000 ? value * 1000 : value);
}
