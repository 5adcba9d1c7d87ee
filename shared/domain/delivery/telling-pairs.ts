/** Which two tellings of different sources may be of one deployment, most certain first. */
import { compareText } from '../order.ts';
import { nearTellings } from './near-tellings.ts';
import { journalSource } from './own-sources.ts';
import type { PlacedDeployment } from './place.ts';

/** Two tellings by their places, the earlier one first. */
export interface TellingPair {
	readonly first: number;
	readonly second: number;
}

interface Candidate extends TellingPair {
	/** 0: both tell of the same end; 1: one does not know the end yet; 2: they contradict each other. */
	readonly doubt: number;
	/** Between their starts or their ends, whichever is less, ms. */
	readonly apart: number;
	readonly spread: number;
}

export interface TellingPairs {
	readonly pairs: readonly TellingPair[];
	/** Whether these two are among them, whichever is named first. */
	readonly mayBeOne: (one: number, other: number) => boolean;
	/** They are two all the same: between them another version ran. Takes longer, so it is asked last. */
	readonly isReturn: (pair: TellingPair) => boolean;
}

/** `all` in its order. Nearly linear: of what is of one version only so many near ones are looked at (`nearTellings`). */
export function tellingPairs(all: readonly PlacedDeployment[], windowMs: number): TellingPairs {
	const candidates = candidatesOf(all, windowMs);
	const near = new Map<number, number[]>();
	for (const { first, second } of candidates.values()) {
		append(near, first, second);
		append(near, second, first);
	}
	const inOrder = comparePairs(all);
	return {
		pairs: [...candidates.values()].sort((left, right) => compare(left, right) || inOrder(left, right)),
		mayBeOne: (one, other) => candidates.has(keyOf(all, Math.min(one, other), Math.max(one, other))),
		isReturn: (pair) => cameBack(all, pair, near),
	};
}

function candidatesOf(all: readonly PlacedDeployment[], windowMs: number): ReadonlyMap<number, Candidate> {
	const found = new Map<number, Candidate>();
	for (const alike of alikes(all)) {
		for (const [first, second] of nearTellings(alike, all)) {
			const [earlier, later] = [all[first], all[second]];
			const key = keyOf(all, first, second);
			if (earlier === undefined || later === undefined || found.has(key)) continue;
			const candidate = candidateOf({ first, second }, { earlier, later }, windowMs);
			if (candidate !== null) found.set(key, candidate);
		}
	}
	return found;
}

function keyOf({ length }: readonly PlacedDeployment[], first: number, second: number): number {
	return first * length + second;
}

/** By their addresses, the lesser one of each pair first: as `pairName`, without a text for each. */
function comparePairs(all: readonly PlacedDeployment[]): (left: TellingPair, right: TellingPair) => number {
	const ranks = all.map(() => 0);
	const byName = all.map(({ ref }, place) => ({ ref, place })).sort((one, other) => compareText(one.ref, other.ref));
	for (const [rank, { place }] of byName.entries()) ranks[place] = rank;
	const lesser = ({ first, second }: TellingPair) => Math.min(ranks[first] ?? 0, ranks[second] ?? 0);
	const greater = ({ first, second }: TellingPair) => Math.max(ranks[first] ?? 0, ranks[second] ?? 0);
	return (left, right) => lesser(left) - lesser(right) || greater(left) - greater(right);
}

/** Places of what is of one version by name, and of what is of one commit by its first seven digits. */
function alikes(all: readonly PlacedDeployment[]): Iterable<readonly number[]> {
	const places = new Map<string, number[]>();
	for (const [place, { versions, commit }] of all.entries()) {
		for (const version of versions) append(places, `version ${version}`, place);
		if (commit !== null) append(places, `commit ${commit.slice(0, shortest)}`, place);
	}
	return places.values();
}

function append<K>(lists: Map<K, number[]>, key: K, place: number): void {
	const known = lists.get(key);
	if (known === undefined) lists.set(key, [place]);
	else known.push(place);
}

/** Digits that an abbreviated commit must have to stand for the whole one without a repository to look it up in. */
const shortest = 7;

/** By name, or by commit: one may be the beginning of the other. */
export function isOneVersion(one: PlacedDeployment, other: PlacedDeployment): boolean {
	if (one.versions.some((name) => other.versions.includes(name))) return true;
	if (one.commit === null || other.commit === null) return false;
	const [short, long] = [one.commit, other.commit].sort((left, right) => left.length - right.length);
	if (short === undefined || long === undefined) return false;
	return short === long || (short.length >= shortest && long.startsWith(short));
}

function candidateOf(
	places: TellingPair,
	{ earlier, later }: { readonly earlier: PlacedDeployment; readonly later: PlacedDeployment },
	windowMs: number,
): Candidate | null {
	if (earlier.fact.source === later.fact.source || !isOneVersion(earlier, later)) return null;
	const starts = Math.abs(earlier.fact.startedAt - later.fact.startedAt);
	const ends = earlier.isEnded && later.isEnded ? later.at - earlier.at : starts;
	const apart = Math.min(starts, ends);
	const isOverlap = overlap(earlier, later);
	if (!isOverlap && apart > windowMs) return null;
	const [one, other] = [endOf(earlier), endOf(later)];
	const isContrary = one !== null && other !== null && one !== other;
	// The one that made the deployment knows better how it ended: only then two that contradict each other are one.
	const isOwn = earlier.fact.source === journalSource || later.fact.source === journalSource;
	if (isContrary && !(isOwn && isTogether(earlier, later))) return null;
	const doubt = isContrary ? 2 : one === other ? 0 : 1;
	return { ...places, doubt, apart, spread: starts + ends };
}

function overlap(one: PlacedDeployment, other: PlacedDeployment): boolean {
	return one.fact.startedAt <= other.at && other.fact.startedAt <= one.at;
}

/** For half of the shorter one at least: what only began when the other was nearly over is another deployment. */
function isTogether(one: PlacedDeployment, other: PlacedDeployment): boolean {
	const shared = Math.min(one.at, other.at) - Math.max(one.fact.startedAt, other.fact.startedAt);
	const shorter = Math.min(one.at - one.fact.startedAt, other.at - other.fact.startedAt);
	return overlap(one, other) && 2 * shared >= shorter;
}

/** How it ended as far as its source knows; null: not yet. */
export function endOf({ isEnded, fact }: PlacedDeployment): 'success' | 'failure' | null {
	if (!isEnded) return null;
	return fact.outcome === 'succeeded' ? 'success' : 'failure';
}

/** The same whichever is named first. */
export function pairName(one: string, other: string): string {
	return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}

/**
 * Two successes are two deployments where one of their sources tells of another version in between: the later one came back to
 * what the earlier one brought. Not so where it began before that version did, as a run that goes on checking for long; nor where
 * the other source tells of that version before or after both: then its clock is behind or ahead.
 */
function cameBack(
	all: readonly PlacedDeployment[],
	{ first, second }: TellingPair,
	near: ReadonlyMap<number, readonly number[]>,
): boolean {
	const [earlier, later] = [all[first], all[second]];
	if (earlier === undefined || later === undefined) return false;
	if (endOf(earlier) !== 'success' || endOf(later) !== 'success') return false;
	const sources = [earlier.fact.source, later.fact.source];
	for (const place of placesBetween(first, second)) {
		const between = all[place];
		if (between === undefined || endOf(between) !== 'success' || !sources.includes(between.fact.source)) continue;
		if (between.fact.startedAt > later.fact.startedAt) continue;
		if (isOneVersion(between, earlier) || isOneVersion(between, later)) continue;
		const isEcho = (echo: number): boolean => {
			const told = all[echo];
			if (told === undefined || (echo > first && echo < second)) return false;
			return endOf(told) === 'success' && sources.includes(told.fact.source);
		};
		if (!(near.get(place) ?? []).some(isEcho)) return true;
	}
	return false;
}

/** Those next to either of two, where very many lie between them. */
const mostBeside = 64;

function* placesBetween(first: number, second: number): Generator<number> {
	const middle = Math.min(second, first + 1 + mostBeside);
	for (let place = first + 1; place < middle; place++) yield place;
	for (let place = Math.max(middle, second - mostBeside); place < second; place++) yield place;
}

function compare(left: Candidate, right: Candidate): number {
	return left.doubt - right.doubt || left.apart - right.apart || left.spread - right.spread;
}
