/**
 * When Signalbox may change itself. An update ends the control room for a moment, and a rollout without its control room
 * has nobody who would take it back: so nothing is installed while something ships, or while that is not known.
 */
import type { Problem } from '../domain/result.ts';
import type { UpdateView } from '../rpc/shell-api.ts';
import type { RoomState } from '../rpc/views.ts';
import { inFlightOf } from './in-flight.ts';
import type { ShellSettings } from './settings.ts';

export type UpdateChannel = ShellSettings['updates']['channel'];

/** Why an update has to wait, as a sentence; null when it may be installed now. `room` is null while it is not known. */
export function whyInstallWaits(room: Pick<RoomState, 'deployments'> | null): string | null {
	if (room === null) return 'Signalbox does not know yet whether something ships.';
	// Also what another control room runs: on Windows the installer ends every process of Signalbox.
	const shipping = inFlightOf(room);
	const [first] = shipping;
	if (first === undefined) return null;
	if (shipping.length > 1)
		return `${shipping.length} deployments are in flight; it can be installed once they have ended.`;
	const { service, environment, release } = first.deployment;
	return `${service} ${release.version} is on its way to ${environment}; it can be installed once that has ended.`;
}

/** How far an update is, without the question whether it may be installed. */
export type UpdateProgress =
	| { readonly phase: 'off'; readonly why: string }
	| { readonly phase: 'idle'; readonly checkedAt: number | null }
	| { readonly phase: 'checking' }
	| { readonly phase: 'downloading'; readonly version: string; readonly percent: number }
	| { readonly phase: 'downloaded'; readonly version: string }
	| { readonly phase: 'failed'; readonly problem: Problem };

/** What the window is told. A downloaded update is `ready` only while nothing speaks against installing it. */
export function updateViewOf(progress: UpdateProgress, room: Pick<RoomState, 'deployments'> | null): UpdateView {
	switch (progress.phase) {
		case 'off':
			return { state: 'off', why: progress.why };
		case 'idle':
			return { state: 'idle', checkedAt: progress.checkedAt };
		case 'checking':
			return { state: 'checking' };
		case 'downloading':
			return { state: 'downloading', version: progress.version, percent: progress.percent };
		case 'failed':
			return { state: 'failed', problem: progress.problem };
		case 'downloaded': {
			const why = whyInstallWaits(room);
			const { version } = progress;
			return why === null ? { state: 'ready', version } : { state: 'waiting', version, why };
		}
	}
}

export interface Installation {
	readonly platform: string;
	readonly isPackaged: boolean;
	/** Path of the AppImage that runs, as its runtime says in `APPIMAGE`; undefined for every other kind. */
	readonly appImage: string | undefined;
	/** True when the package says where its updates are. */
	readonly hasFeed: boolean;
}

/** Why this installation does not update itself; null when it does. */
export function whyNoUpdates({ platform, isPackaged, appImage, hasFeed }: Installation): string | null {
	if (!isPackaged) return 'Signalbox runs from its sources here, so it is updated with them.';
	if (!hasFeed) return 'This build of Signalbox does not name a place to look for updates.';
	// A .deb would be installed with the rights of root by checksum alone; that is left to the package manager.
	if (platform === 'linux' && (appImage ?? '') === '') {
		return 'This Signalbox came as a package of the system, so the system updates it.';
	}
	return null;
}

/** The name of the feed's file for a channel, as electron-builder writes it. */
export function feedChannel(channel: UpdateChannel): 'latest' | 'beta' {
	return channel === 'beta' ? 'beta' : 'latest';
}

/**
 * Where an installation stands in the staged rollout of a version, 0 <= x < 100. The same for the same two words, evenly
 * spread over installations, and different for each version, so that not always the same people go first.
 */
export function rolloutPlace(installationId: string, version: string): number {
	return (mix(fold(`${installationId}\n${version}`)) / 2 ** 32) * 100;
}

/** FNV-1a over UTF-16 units. */
function fold(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return hash;
}

/** MurmurHash3's finaliser: spreads what FNV leaves in the low bits. */
function mix(hash: number): number {
	let mixed = hash ^ (hash >>> 16);
	mixed = Math.imul(mixed, 0x85ebca6b);
	mixed ^= mixed >>> 13;
	mixed = Math.imul(mixed, 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** What a feed says of a version. */
export interface OfferedUpdate {
	readonly version: string;
	/** Share of installations that get it, 0 to 100. A feed without it offers to all; one that cannot be read, to none. */
	readonly stagingPercentage?: unknown;
}

/** True when this installation is among those that get the version now. More of a percentage never takes one out again. */
export function isWithinRollout(offer: OfferedUpdate, installationId: string): boolean {
	const share = offer.stagingPercentage;
	if (share === undefined || share === null) return true;
	return typeof share === 'number' && rolloutPlace(installationId, offer.version) < share;
}

/** True when an offered version may be taken: newer than what runs, and no preview on the stable channel. */
export function mayTake(offered: string, current: string, channel: UpdateChannel): boolean {
	const wanted = parseVersion(offered);
	const running = parseVersion(current);
	if (wanted === null || running === null) return false;
	if (channel === 'stable' && wanted.preview.length > 0) return false;
	return compareVersions(wanted, running) > 0;
}

interface Version {
	readonly core: readonly number[];
	readonly preview: readonly string[];
}

/** Of semver.org 2.0.0; build metadata says nothing about order. */
const versionPattern =
	/^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

function parseVersion(text: string): Version | null {
	const match = versionPattern.exec(text);
	if (match === null) return null;
	return { core: match.slice(1, 4).map(Number), preview: match[4]?.split('.') ?? [] };
}

function compareVersions(left: Version, right: Version): number {
	for (const [index, part] of left.core.entries()) {
		const difference = part - (right.core[index] ?? 0);
		if (difference !== 0) return difference;
	}
	if (left.preview.length === 0 || right.preview.length === 0) return right.preview.length - left.preview.length;
	return comparePreviews(left.preview, right.preview);
}

/** semver.org 11.4: numbers by size, words by letters, numbers before words, fewer before more. */
function comparePreviews(left: readonly string[], right: readonly string[]): number {
	for (const [index, one] of left.entries()) {
		const other = right[index];
		if (other === undefined) return 1;
		if (one === other) continue;
		const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
		if (isNumber && isOtherNumber) return Number(one) - Number(other);
		if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
		return one < other ? -1 : 1;
	}
	return left.length - right.length;
}
