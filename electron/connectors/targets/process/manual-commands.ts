/** What a person types when Signalbox could not move the traffic back: the router's own control socket. */
import type { TrafficSplit } from '../../../../shared/domain/target/model.ts';
import { shellWord } from '../../shell-words.ts';

/**
 * One line that sets the split and prints what is so afterwards. Without a fence: the router takes the word of whoever
 * may open its socket, and the control room stays the newest. A Windows pipe is out of curl's reach, so Node asks there.
 */
export function manualCommands(
	socket: string,
	split: TrafficSplit,
	platform: NodeJS.Platform = process.platform,
): readonly string[] {
	if (platform === 'win32') {
		const options = `{socketPath:String.raw\`${socket}\`,path:'/set-traffic',method:'POST'}`;
		const body = `JSON.stringify({split:{blue:${split.blue},green:${split.green}}})`;
		return [`node -e "require('http').request(${options},r=>r.pipe(process.stdout)).end(${body})"`];
	}
	const body = JSON.stringify({ split: { blue: split.blue, green: split.green } });
	return [`curl --unix-socket ${shellWord(socket)} -d ${shellWord(body)} http://router/set-traffic`];
}
