/** The bridge as the page gets it: two functions, and nothing of Electron behind them. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { connectChannel, portChannel } from './channels.ts';

const file = path.resolve(import.meta.dirname, '..', 'preload.cts');

class FakePort extends EventTarget {
	readonly sent: unknown[] = [];
	isOpen = true;
	start() {}
	close() {
		this.isOpen = false;
	}
	postMessage(message: unknown) {
		this.sent.push(message);
	}
}

function load() {
	const exposed: Record<string, unknown> = {};
	const sent: unknown[][] = [];
	const ipcRenderer = Object.assign(new EventEmitter(), { send: (...words: unknown[]) => sent.push(words) });
	const contextBridge = { exposeInMainWorld: (name: string, api: unknown) => Object.assign(exposed, { [name]: api }) };
	const modules: Readonly<Record<string, unknown>> = {
		electron: { contextBridge, ipcRenderer },
		'./desktop/channels.ts': { connectChannel, portChannel },
	};
	const asked: string[] = [];
	const require = (name: string) => {
		asked.push(name);
		return modules[name];
	};
	runInNewContext(stripTypeScriptTypes(readFileSync(file, 'utf8')), { require, exports: {}, module: { exports: {} } });
	return { exposed, sent, asked, ipcRenderer };
}

function call(api: unknown, name: string, ...words: unknown[]): unknown {
	const method: unknown = Reflect.get(Object(api), name);
	return typeof method === 'function' ? Reflect.apply(method, null, words) : expect.unreachable(`no ${name}`);
}

test('the page gets one name with two functions', () => {
	const { exposed, asked } = load();
	expect(Object.keys(exposed)).toEqual(['signalbox']);
	expect(Object.entries(Object(exposed['signalbox'])).map(([name, value]) => [name, typeof value])).toEqual([
		['call', 'function'],
		['subscribe', 'function'],
	]);
	expect(asked).toEqual(['electron', './desktop/channels.ts']);
});

test('events of Electron stay behind the bridge: the page hears kinds and texts', () => {
	const { exposed, sent, ipcRenderer } = load();
	const heard: unknown[] = [];
	const leave = call(exposed['signalbox'], 'subscribe', (event: unknown) => heard.push(event));
	expect(sent).toEqual([[connectChannel, 1]]);
	const port = new FakePort();
	ipcRenderer.emit(portChannel, { ports: [port], sender: 'secret', senderId: 7 }, 1);
	port.dispatchEvent(new MessageEvent('message', { data: 'frame' }));
	port.dispatchEvent(new MessageEvent('message', { data: { not: 'a text' } }));
	expect(JSON.parse(JSON.stringify(heard))).toEqual([{ kind: 'opened' }, { kind: 'frame', text: 'frame' }]);
	call(exposed['signalbox'], 'call', 'hello');
	call(exposed['signalbox'], 'call', { channel: 'anything' });
	expect(port.sent).toEqual(['hello']);
	call({ leave }, 'leave');
	expect(port.isOpen).toBe(false);
});

test('a port that was not asked for, or too late, is closed', () => {
	const { exposed, ipcRenderer } = load();
	const [early, late] = [new FakePort(), new FakePort()];
	ipcRenderer.emit(portChannel, { ports: [early] }, 1);
	call(exposed['signalbox'], 'subscribe', () => {});
	call(exposed['signalbox'], 'subscribe', () => {});
	ipcRenderer.emit(portChannel, { ports: [late] }, 1);
	expect([early.isOpen, late.isOpen]).toEqual([false, false]);
});
