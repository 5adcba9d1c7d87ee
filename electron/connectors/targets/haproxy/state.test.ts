import { describe, expect, test } from 'vitest';
import { parseProduct, parseStat, type ServerStat } from './stat.ts';
import { effectiveSplit, isSlotUp, targetState, troubles } from './state.ts';
import { testConfig } from './test-config.ts';

const config = testConfig({
	slots: {
		blue: [
			{ server: 'b1', url: 'http://127.0.0.1:1' },
			{ server: 'b2', url: null },
		],
		green: [{ server: 'g1', url: null }],
	},
});

const server = (name: string, more: Partial<ServerStat> = {}): ServerStat => ({
	...{
		name,
		status: 'UP',
		weight: 10,
		isBackup: false,
		check: 'L7OK',
		current: 0,
		sessions: 5,
		requests: 5,
		errors: 1,
	},
	...more,
});
const all = (b1: Partial<ServerStat>, b2: Partial<ServerStat>, g1: Partial<ServerStat>) => [
	server('b1', b1),
	server('b2', b2),
	server('g1', g1),
];
const nobody = { version: null, note: null };
const gone = { status: 'DOWN', check: 'L4CON' };

describe('the split that users get', () => {
	test.for<[string, readonly ServerStat[], number, number]>([
		['all up', all({}, {}, { weight: 20 }), 50, 50],
		['a server down has no share', all({ status: 'DOWN' }, {}, {}), 50, 50],
		['going down is still up', all({ status: 'UP 1/3' }, {}, { weight: 0 }), 100, 0],
		['coming up is still down', all({ status: 'DOWN 1/2' }, { weight: 0 }, {}), 0, 100],
		['draining and in maintenance have none', all({ status: 'DRAIN' }, { status: 'MAINT (via a/b)' }, {}), 0, 100],
		['no check counts as up', all({ status: 'no check', check: '' }, { weight: 0 }, {}), 50, 50],
		['nobody is up', all({ status: 'DOWN' }, { status: 'DOWN' }, { status: 'DOWN' }), 0, 0],
		['up without weight is nothing', all({ weight: 0 }, { weight: 0 }, { status: 'DOWN' }), 0, 0],
		['a backup waits', all({}, { isBackup: true, weight: 200 }, {}), 50, 50],
		['a backup serves when all others are gone', all({ status: 'DOWN' }, { isBackup: true }, { weight: 0 }), 100, 0],
		['a stranger takes part', [...all({}, {}, { weight: 0 }), server('old', { weight: 20 })], 50, 0],
	])('%s', ([, servers, blue, green]) => {
		expect(effectiveSplit(config, servers)).toEqual({ blue, green });
	});

	test('why it is not what the weights say', () => {
		expect(troubles(config, [...all({ status: 'DOWN' }, {}, {}), server('old')])).toEqual([
			'b1 of blue is DOWN',
			'old is in neither slot and takes part',
		]);
	});
});

describe('health of a slot', () => {
	test.for<[string, Partial<ServerStat>, Partial<ServerStat>, string, string | null]>([
		['all up', {}, {}, 'up', null],
		['one of two', {}, { status: 'DOWN' }, 'up', '1 of 2 servers are up: b2 is DOWN'],
		['retired', { status: 'MAINT' }, { status: 'MAINT' }, 'empty', null],
		['never ran', { ...gone, sessions: 0 }, { ...gone, sessions: 0 }, 'empty', null],
		['gone without weight', { ...gone, weight: 0 }, { ...gone, weight: 0 }, 'empty', null],
		['died while it served', gone, gone, 'down', '0 of 2 servers are up: b1 is DOWN, b2 is DOWN'],
		['no check has ended yet', { check: 'INI' }, { check: 'INI' }, 'starting', null],
		[
			'first checks passed',
			{ status: 'DOWN 1/2' },
			{ status: 'DOWN' },
			'starting',
			'0 of 2 servers are up: b1 is DOWN 1/2, b2 is DOWN',
		],
		['unchecked', { status: 'no check', check: '' }, {}, 'up', 'no health check configured'],
	])('%s', ([, b1, b2, health, note]) => {
		const { blue } = targetState(config, all(b1, b2, {}), { blue: nobody, green: nobody }, 7).slots;
		expect({ health: blue.health, note: blue.note }).toEqual({ health, note });
	});

	test('a slot is up only with every configured server', () => {
		expect(isSlotUp(config, 'blue', all({}, {}, {}))).toBe(true);
		expect(isSlotUp(config, 'blue', [server('b1')])).toBe(false);
		expect(isSlotUp(config, 'blue', all({}, { check: 'INI' }, {}))).toBe(false);
	});

	test('counters and addresses are of the whole slot', () => {
		const { blue } = targetState(config, all({}, {}, {}), { blue: nobody, green: nobody }, 7).slots;
		expect(blue).toMatchObject({ counters: { requests: 10, errors: 2 }, addresses: ['http://127.0.0.1:1'] });
	});
});

describe('answers of HAProxy', () => {
	test('columns are found by name, quoted cells keep their commas, refusals stand apart', () => {
		const answer = [
			'No such server.\n',
			'# pxname,svname,status,weight,uweight,bck,last_chk,check_status,scur,stot,econ,hrsp_2xx,hrsp_5xx,future',
			'shop,b1,UP,1,128,0,"a, ""b""",* L7OK,2,9,1,6,2,x',
			'',
			'',
		].join('\n');
		const servers = [
			{
				...{ name: 'b1', status: 'UP', weight: 128, isBackup: false, check: 'L7OK' },
				...{ current: 2, sessions: 9, requests: 9, errors: 3 },
			},
		];
		expect(parseStat(answer)).toEqual({ words: ['No such server.'], hasTable: true, servers, before: servers });
	});

	test('two tables are before and after, with the refusals between them', () => {
		const table = (weight: number) => `# pxname,svname,status,weight\nshop,b1,UP,${weight}\n\n`;
		const answer = parseStat(`${table(1)}\nNo such server.\n\n${table(7)}`);
		expect(answer.words).toEqual(['No such server.']);
		expect([answer.before[0]?.weight, answer.servers[0]?.weight]).toEqual([1, 7]);
	});

	test('without a table everything is words', () => {
		expect(parseStat('No such proxy.\n\n')).toMatchObject({ hasTable: false, servers: [], words: ['No such proxy.'] });
		expect(parseStat('')).toMatchObject({ hasTable: false, words: [] });
	});

	test('sessions stand for requests where HAProxy sees no answers', () => {
		const answer = '# pxname,svname,status,weight,stot,hrsp_2xx\nshop,b1,UP,3,12,\n\n';
		expect(parseStat(answer).servers[0]).toMatchObject({ requests: 12, weight: 3 });
	});

	test('the product', () => {
		expect(parseProduct('Name: HAProxy\nVersion: 2.6.12-1+deb12u4\n')).toBe('HAProxy 2.6.12');
		expect(parseProduct('HTTP/1.0 400 Bad request')).toBeNull();
	});
});
