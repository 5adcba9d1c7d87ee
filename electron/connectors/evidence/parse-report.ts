/** One report, from bytes to facts. */
import type { EvidenceFormat, FindingFacts } from '../../../shared/domain/gates/evidence.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { Clock } from '../../engine/ports.ts';
import { parseAxe } from './accessibility/axe.ts';
import { type Bytes, createWatch, peek, tally } from './bytes.ts';
import { parsePact } from './contracts/pact.ts';
import { parseCobertura } from './coverage/cobertura.ts';
import { parseIstanbul } from './coverage/istanbul.ts';
import { parseJacoco } from './coverage/jacoco.ts';
import { parseLcov } from './coverage/lcov.ts';
import { parseGitleaks } from './findings/gitleaks.ts';
import { parseNpmAudit } from './findings/npm-audit.ts';
import { parseOsv } from './findings/osv.ts';
import { parseSarif } from './findings/sarif.ts';
import type { EvidenceLimits } from './limits.ts';
import { parseEslint } from './lint/eslint.ts';
import type { ParseContext, ReadReport, ReportParser } from './parser.ts';
import { parseAutocannon } from './performance/autocannon.ts';
import { parseK6 } from './performance/k6.ts';
import { reportFailure } from './refusal.ts';
import { sniff, sniffedBytes } from './sniff.ts';
import { parseJunit } from './test-results/junit.ts';

const parsers: Readonly<Record<EvidenceFormat, ReportParser>> = {
	junit: parseJunit,
	lcov: parseLcov,
	cobertura: parseCobertura,
	jacoco: parseJacoco,
	istanbul: parseIstanbul,
	sarif: parseSarif,
	eslint: parseEslint,
	gitleaks: parseGitleaks,
	'npm-audit': parseNpmAudit,
	osv: parseOsv,
	pact: parsePact,
	k6: parseK6,
	autocannon: parseAutocannon,
	axe: parseAxe,
};

export interface ReportRequest {
	/** Path as people know it; for messages. */
	readonly file: string;
	readonly bytes: Bytes;
	/** Null: told by the content. */
	readonly format: EvidenceFormat | null;
	readonly about: FindingFacts['about'] | null;
	readonly onCase?: ParseContext['onCase'];
}

export interface ParsedReport extends ReadReport {
	readonly format: EvidenceFormat;
	/** Of the bytes that were read. */
	readonly sha256: string;
	readonly sizeBytes: number;
}

/**
 * Reads one report whole, within the limits. Fails with `report-invalid`, naming the file and the line or field, or with
 * `cancelled`; nothing of a report that fails is taken. Never throws.
 */
export async function parseReport(
	request: ReportRequest,
	deps: { readonly clock: Clock; readonly limits: EvidenceLimits },
	signal?: AbortSignal,
): Promise<Result<ParsedReport>> {
	const { clock, limits } = deps;
	const watch = createWatch(clock, limits.timeMs, signal);
	const counted = tally(request.bytes, watch, limits.streamBytes);
	try {
		const { format, bytes } = await formatOf(request, counted.bytes, limits);
		const read = await parsers[format](bytes, contextOf(request, limits));
		return ok({ ...read, format, sha256: counted.sha256(), sizeBytes: counted.size() });
	} catch (error) {
		return reportFailure(request.file, error);
	} finally {
		await counted.end();
		watch.stop();
	}
}

function contextOf({ about, onCase }: ReportRequest, limits: EvidenceLimits): ParseContext {
	return onCase === undefined ? { limits, about } : { limits, about, onCase };
}

async function formatOf(
	{ format }: ReportRequest,
	bytes: Bytes,
	limits: EvidenceLimits,
): Promise<{ readonly format: EvidenceFormat; readonly bytes: Bytes }> {
	if (format !== null) return { format, bytes };
	const start = await peek(bytes, sniffedBytes);
	return { format: sniff(start.head, limits), bytes: start.bytes };
}
