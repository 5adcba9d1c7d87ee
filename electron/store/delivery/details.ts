/** Why each number of one unit in one month is so: deployments as judged and the hashes of their commits, as deflated JSON. */
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { JudgedDeployment, JudgedHistory } from '../../../shared/domain/delivery/judged.ts';

export interface MonthDetails {
	readonly deployments: readonly JudgedDeployment[];
	/** Of each lead time, in the order of the columns: its commit, and the squash that it came in by. */
	readonly leads: readonly { readonly sha: string; readonly squash: string | null }[];
}

interface Body {
	readonly deployments: readonly JudgedDeployment[];
	/** Joined: quicker to read than an array. */
	readonly shas: string;
	readonly squashes: readonly (readonly [number, string])[];
}

export function detailsText({ deployments, leads }: Pick<JudgedHistory, 'deployments' | 'leads'>): string {
	const squashes = leads.flatMap(({ squash }, index) => (squash === null ? [] : [[index, squash] as const]));
	return JSON.stringify({ deployments, shas: leads.map(({ sha }) => sha).join(' '), squashes } satisfies Body);
}

/** Tells whether details changed without keeping them twice. */
export function detailsHash(text: string): Uint8Array {
	return hash('sha1', text, 'buffer').subarray(0, 12);
}

export function packDetails(text: string): Uint8Array {
	// Hashes do not compress, names do at once: a higher level only takes longer.
	return deflateRawSync(text, { level: 1 });
}

export function unpackDetails(blob: Uint8Array): MonthDetails {
	const { deployments, shas, squashes }: Body = JSON.parse(inflateRawSync(blob).toString());
	const squashOf = new Map(squashes);
	const hashes = shas === '' ? [] : shas.split(' ');
	return { deployments, leads: hashes.map((sha, index) => ({ sha, squash: squashOf.get(index) ?? null })) };
}
