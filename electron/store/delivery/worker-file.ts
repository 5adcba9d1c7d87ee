/** Where the built worker of the facts lies. */
import path from 'node:path';

/** `packageRoot`: folder that holds `dist`, as both hosts know it for the router. */
export function deliveryWorkerFile(packageRoot: string): string {
	return path.join(packageRoot, 'dist', 'delivery-worker.js');
}
