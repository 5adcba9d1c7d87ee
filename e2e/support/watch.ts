/** Fails a spec over what a person would only see in the console: errors, and what the Content-Security-Policy refused. */
import type { BrowserContext } from 'playwright/test';

const policyPrefix = 'Refused by the policy:';

export interface Trouble {
	/** Everything heard so far that was not allowed. */
	unexpected(): readonly string[];
	/** From here on these words are part of the test. */
	allow(pattern: RegExp): void;
	/** Hears nothing from here on. */
	rest(): void;
	/** Listens to another context as well. */
	watch(context: BrowserContext): Promise<void>;
}

/** What a browser says of every WebSocket and request that a host refused or that was cut. */
export const cutOff = /WebSocket connection to .* failed|net::ERR_|Failed to load resource/;

export function createTrouble(): Trouble {
	const heard: string[] = [];
	const allowed: RegExp[] = [];
	let isResting = false;
	const hear = (text: string) => {
		if (!isResting) heard.push(text);
	};
	return {
		unexpected: () => heard.filter((text) => !allowed.some((pattern) => pattern.test(text))),
		allow: (pattern) => allowed.push(pattern),
		rest: () => {
			isResting = true;
		},
		async watch(context) {
			context.on('console', (message) => {
				if (message.type() === 'error') hear(message.text());
			});
			context.on('weberror', (error) => hear(error.error().stack ?? String(error.error())));
			await context.addInitScript((prefix) => {
				document.addEventListener('securitypolicyviolation', (event) => {
					const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
					console.error(`${prefix} ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`);
				});
			}, policyPrefix);
		},
	};
}
