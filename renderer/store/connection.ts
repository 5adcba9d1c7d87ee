/** What the screens need of a connection; the transport gives it through `client.ts`, tests fake it. */
import type { Problem } from '../../shared/domain/result.ts';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import type { ShellApi } from '../../shared/rpc/shell-api.ts';

/** The caller is established by the host, so the screens never send one. */
type WithoutCaller<F> = F extends (...args: infer A) => infer R
	? A extends [...infer Head, Caller]
		? (...args: Head) => R
		: F
	: never;

/** `EngineApi` as seen from a screen, and the shell of its window. Calls never throw; streams end or throw when they are cut. */
export type ControlRoomClient = {
	readonly [Area in keyof EngineApi]: {
		readonly [Name in keyof EngineApi[Area]]: WithoutCaller<EngineApi[Area][Name]>;
	};
} & { readonly shell: ShellApi };

export interface LinkStatus {
	/** `refused` is final: the key of this tab is not valid. */
	readonly state: 'connecting' | 'connected' | 'reconnecting' | 'refused';
	/** When it became so, ms since the epoch. */
	readonly since: number;
	/** Why, when it is refused. */
	readonly problem: Problem | null;
}

export interface RoomConnection {
	readonly client: ControlRoomClient;
	readonly status: {
		get(): LinkStatus;
		/** Calls `listener` after each change; the returned function ends that. */
		subscribe(listener: () => void): () => void;
	};
}
