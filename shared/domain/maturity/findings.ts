/** What evidence says of one item: an answer with its lines, or nothing where the data cannot answer. */
import { formatCount } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { MaturityAnswer } from './model.ts';

export interface EvidenceFinding {
	readonly answer: Exclude<MaturityAnswer, 'not-measured'>;
	readonly evidence: readonly string[];
}

/** How one service fares. */
export interface ServiceFinding {
	readonly service: string;
	/** Null where its data cannot tell. */
	readonly holds: boolean | null;
	/** What shows it: "p90 of 31 runs 12 min". Not printed where `holds` is null. */
	readonly shows: string;
}

const mostServicesShown = 3;

/**
 * One answer for several services: yes where it holds for all, no where it holds for none, else partly. Services whose data
 * cannot tell are named, and keep the answer from being yes. Null where none can tell.
 */
export function overServices(findings: readonly ServiceFinding[]): EvidenceFinding | null {
	const good = findings.filter(({ holds }) => holds === true);
	const bad = findings.filter(({ holds }) => holds === false);
	if (good.length + bad.length === 0) return null;
	const answer = good.length === findings.length ? 'yes' : good.length === 0 ? 'no' : 'partly';
	return { answer, evidence: linesOf(findings, good, bad) };
}

function linesOf(
	findings: readonly ServiceFinding[],
	good: readonly ServiceFinding[],
	bad: readonly ServiceFinding[],
): readonly string[] {
	const lineOf = ({ service, shows }: ServiceFinding) => `${service}: ${shows}`;
	if (findings.length === 1) return findings.map(lineOf);
	const silent = findings.filter(({ holds }) => holds === null).map(({ service }) => service);
	const known = [...bad, ...good];
	const rest = known.length - mostServicesShown;
	return [
		`${formatCount(good.length)} of ${formatCount(findings.length)} services`,
		...known.slice(0, mostServicesShown).map(lineOf),
		...(rest > 0 ? [`and ${formatCount(rest)} more`] : []),
		...(silent.length === 0 ? [] : [`not measured for ${listed(silent)}`]),
	];
}
