/**
 * What was judged of one unit in one month (UTC) as columns: little to read, and nothing to parse. One row a deployment, in the
 * order in which they took hold, and behind it its lead times.
 */
import {
	type DeploymentStanding,
	deploymentStandings,
	type JudgedDeployment,
	unplannedReasons,
} from '../../../shared/domain/delivery/judged.ts';
import { recoveryMs } from '../../../shared/domain/delivery/recovery.ts';
import type { HistoryOfMonth } from './months.ts';

export interface MonthColumns {
	/** Deployments. */
	readonly count: number;
	/** ms since the epoch, ascending. */
	readonly at: Float64Array;
	/** Of counted ones: since the counted one before in the unit, ms; else NaN. */
	readonly gap: Float64Array;
	/** Of failed ones: since when; else, and where nobody knows of one that was put right, NaN. */
	readonly brokenAt: Float64Array;
	/** Of failed ones that recovered: when; else NaN. */
	readonly recoveredAt: Float64Array;
	/** Lead times in units of `leadScale` ms; those of deployment `i` are from `leadEnd[i - 1]` to `leadEnd[i]`. */
	readonly lead: Float64Array | Uint32Array;
	readonly leadScale: number;
	readonly leadEnd: Uint32Array;
	/** Index into `deploymentStandings`. */
	readonly standing: Uint8Array;
	/** 1 + index into `unplannedReasons`; 0: planned. */
	readonly unplanned: Uint8Array;
	/** 1 + index into `noLeadReasons`; 0: it has lead times, or does not count. */
	readonly noLead: Uint8Array;
	readonly failure: Uint8Array;
	/** Per lead time: `leadFlags`. */
	readonly leadFlag: Uint8Array;
	/** Room that it takes, bytes. */
	readonly bytes: number;
}

export const failureFlags = { none: 0, shown: 1, inferred: 2 } as const;
export const leadFlags = { bot: 1, excluded: 2 } as const;
export const noLeadReasons = ['first-recorded', 'not-linked', 'previous-not-linked', 'commit-unknown'] as const;

/** Number of the standing in columns. */
export function standingNumber(standing: DeploymentStanding): number {
	return deploymentStandings.indexOf(standing);
}

const headerBytes = 16;
const mostWhole = 2 ** 32 - 1;

interface Shape {
	readonly deployments: number;
	readonly leads: number;
	/** 0: as they are, eight bytes each; else four bytes each in units of so many ms. */
	readonly scale: number;
}

/** One blob of the month. */
export function writeColumns({ deployments, leads, gaps }: HistoryOfMonth): Uint8Array {
	const scale = scaleOf(leads.map(({ leadMs }) => leadMs));
	const shape = { deployments: deployments.length, leads: leads.length, scale };
	const bytes = new Uint8Array(sizeOf(shape));
	const header = new DataView(bytes.buffer);
	header.setUint32(0, shape.deployments, true);
	header.setUint32(4, shape.leads, true);
	header.setUint32(8, scale, true);
	const columns = layOut(bytes, shape);
	for (const [index, deployment] of deployments.entries()) {
		columns.gap[index] = gaps[index] ?? Number.NaN;
		writeDeployment(columns, index, deployment);
	}
	let deployment = 0;
	for (const [index, lead] of leads.entries()) {
		for (; deployment < lead.deployment; deployment += 1) columns.leadEnd[deployment] = index;
		columns.lead[index] = lead.leadMs / columns.leadScale;
		columns.leadFlag[index] = (lead.isBot ? leadFlags.bot : 0) | (lead.excluded === null ? 0 : leadFlags.excluded);
	}
	for (; deployment < deployments.length; deployment += 1) columns.leadEnd[deployment] = leads.length;
	return bytes;
}

function writeDeployment(columns: MonthColumns, index: number, deployment: JudgedDeployment): void {
	const { failure, unplanned, noLeadTime } = deployment;
	columns.at[index] = deployment.at;
	const isUntimed = failure?.recovered != null && recoveryMs(deployment) === null;
	columns.brokenAt[index] = isUntimed ? Number.NaN : (failure?.brokenAt ?? Number.NaN);
	columns.recoveredAt[index] = failure?.recovered?.at ?? Number.NaN;
	columns.standing[index] = standingNumber(deployment.standing);
	columns.unplanned[index] = unplanned === null ? 0 : 1 + unplannedReasons.indexOf(unplanned);
	columns.noLead[index] = noLeadTime === null ? 0 : 1 + noLeadReasons.indexOf(noLeadTime);
	const shown = failure?.isInferred === true ? failureFlags.inferred : failureFlags.shown;
	columns.failure[index] = failure === null ? failureFlags.none : shown;
}

/** Whole seconds, as Git has them, take half the room; what does not fit stays as it is. */
function scaleOf(leads: readonly number[]): number {
	if (leads.some((lead) => lead < 0 || !Number.isInteger(lead))) return 0;
	for (const scale of [1_000, 1]) {
		if (leads.every((lead) => lead % scale === 0 && lead / scale <= mostWhole)) return scale;
	}
	return 0;
}

/** Reads what `writeColumns` wrote, without copying where the blob lies well in memory. Throws for what is no such blob. */
export function readColumns(blob: Uint8Array): MonthColumns {
	const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice();
	const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
	const [deployments, leads, scale] = [0, 4, 8].map((at) => header.getUint32(at, true));
	const shape = { deployments: deployments ?? 0, leads: leads ?? 0, scale: scale ?? 0 };
	if (sizeOf(shape) !== bytes.byteLength) throw new Error('the columns of a month are damaged');
	return layOut(bytes, shape);
}

function sizeOf({ deployments, leads, scale }: Shape): number {
	return headerBytes + deployments * (8 * 4 + 4 + 4) + leads * ((scale === 0 ? 8 : 4) + 1);
}

/** Wide columns first, so that each begins where its elements may lie. */
function layOut(bytes: Uint8Array, { deployments: count, leads, scale }: Shape): MonthColumns {
	const { buffer } = bytes;
	let at = bytes.byteOffset + headerBytes;
	const take = (length: number) => {
		at += length;
		return at - length;
	};
	const floats = (length: number) => new Float64Array(buffer, take(length * 8), length);
	const whole = (length: number) => new Uint32Array(buffer, take(length * 4), length);
	const small = (length: number) => new Uint8Array(buffer, take(length), length);
	return {
		...{ count, at: floats(count), gap: floats(count), brokenAt: floats(count), recoveredAt: floats(count) },
		...{ lead: scale === 0 ? floats(leads) : whole(leads), leadScale: Math.max(1, scale), leadEnd: whole(count) },
		...{ standing: small(count), unplanned: small(count), noLead: small(count), failure: small(count) },
		...{ leadFlag: small(leads), bytes: bytes.byteLength },
	};
}
