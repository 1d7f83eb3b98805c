/**
 * How AWS is waited for. By itself the SDK waits for minutes where a connection has died, longer than a function may run;
 * with this it asks again, on another connection, while there is time. Whoever calls can bear that a call is done twice.
 */
export const AWS_PATIENCE = {
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;
