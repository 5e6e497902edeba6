package dev.freshet.transform.connect;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in plain words why S3 did not do what it was asked to. */
public final class S3Failure {
    private static final String DENIED = "access is denied (the key's policy must allow it)";
    private static final String ELSEWHERE = "the bucket is in another region (client.region)";
    private static final Map<String, String> REASONS = Map.of("NoSuchBucket", "there is no such bucket",
            "InvalidAccessKeyId", "it does not know the access key (s3.access-key-id)",
            "SignatureDoesNotMatch", "the secret key is wrong (s3.secret-access-key)", "AccessDenied", DENIED,
            "PermanentRedirect", ELSEWHERE, "AuthorizationHeaderMalformed", ELSEWHERE);
    /** The reply to a HEAD request has no body, so no code. */
    private static final Map<Integer, String> REASONS_WITHOUT_CODE = Map.of(403, DENIED, 301, ELSEWHERE, 400,
            "the request is malformed, as it is if " + ELSEWHERE);

    private S3Failure() {}

    /** Why a request failed; empty if the failure is not one of S3. */
    public static Optional<String> in(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException sdk) {
                return Optional.of(sdk instanceof AwsServiceException ? "S3 refuses: " + reason(sdk) : reason(sdk));
            }
        }
        return Optional.empty();
    }

    public static String reason(SdkException e) {
        return e instanceof AwsServiceException answer ? refusal(answer)
                : "S3 cannot be reached: " + RootCause.of(e).getMessage();
    }

    private static String refusal(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
        String reason = code == null ? REASONS_WITHOUT_CODE.get(answer.statusCode()) : REASONS.get(code);
        return reason == null ? answer.getMessage() : reason;
    }
}
