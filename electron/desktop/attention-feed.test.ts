import { expect, test } from 'vitest';
import { ada, analysing, tell, verdictOf } from '../../shared/domain/deployment/fixture.ts';
import type { Attention } from '../../shared/shell/attention.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createAttentionFeed } from './attention-feed.ts';
import { createFakeFeed } from './testing/shell-fakes.ts';

const watched = analysing();
const paused = tell(watched, { type: 'commanded', command: 'pause', reason: null }, 10, ada);
const looked = tell(watched, { type: 'verdict', stepIndex: 3, verdict: verdictOf('healthy') }, 10);

function setup() {
	const feed = createFakeFeed(null);
	const attention = createAttentionFeed(feed);
	const heard: (readonly [string, string | null])[] = [];
	const listen = () =>
		attention.subscribe((after: Attention, before) => heard.push([after.summary, before?.summary ?? null]));
	return { feed, attention, heard, listen };
}

test('tells the glance when it changes, and what it was before', () => {
	const { feed, attention, heard, listen } = setup();
	listen();
	expect([attention.current(), heard]).toEqual([null, []]);
	feed.show(roomOf([watched.deployment]));
	feed.show(roomOf([paused.deployment]));
	expect(heard).toEqual([
		['1 shipping', null],
		['1 shipping, 1 needs you', '1 shipping'],
	]);
});

test('says nothing of what does not show: looks of the judge, notices', () => {
	const { feed, heard, listen } = setup();
	feed.show(roomOf([watched.deployment]));
	listen();
	feed.show(roomOf([looked.deployment]));
	feed.show({ ...roomOf([looked.deployment]), notices: {} });
	expect(heard).toEqual([['1 shipping', null]]);
});

test('ends for one listener, and for all', () => {
	const { feed, attention, heard, listen } = setup();
	const leave = listen();
	feed.show(roomOf([watched.deployment]));
	leave();
	listen();
	attention.close();
	feed.show(roomOf([paused.deployment]));
	expect(heard).toHaveLength(2);
});
