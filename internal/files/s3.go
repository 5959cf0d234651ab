package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"doanket/kernel"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3 is a bucket of any S3 service.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

// OpenS3 opens s3://key:secret@host:port/bucket/prefix?insecure=1&region=…; the bucket must be there.
func OpenS3(ctx context.Context, address string) (*S3, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("files: the S3 address cannot be read") // without the address: it holds a secret
	}
	secret, _ := u.User.Password()
	region := u.Query().Get("region")
	if region == "" {
		region = "us-east-1"
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:  credentials.NewStaticV4(u.User.Username(), secret, ""),
		Secure: u.Query().Get("insecure") == "", Region: region, BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("files: opening S3: %w", err)
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	s := &S3{client, bucket, prefix}
	ok, err := client.BucketExists(ctx, bucket)
	if err != nil {
		return nil, s.trouble(err)
	}
	if !ok {
		return nil, fmt.Errorf("files: bucket %q is not there", bucket)
	}
	return s, nil
}

func (s *S3) key(sha string) string { return path.Join(s.prefix, place(sha)) }

// Put reads the stream into a temporary file first, because the name in the bucket is its hash.
func (s *S3) Put(ctx context.Context, r io.Reader, limit int64) (Stored, error) {
	f, err := os.CreateTemp("", "doanket-put-")
	if err != nil {
		return Stored{}, trouble(err)
	}
	defer func() { _ = f.Close(); _ = os.Remove(f.Name()) }()
	kept, err := copyLimited(ctx, f, r, limit)
	if err != nil {
		return Stored{}, err
	}
	old, err := s.Stat(ctx, kept.SHA256)
	if err == nil && old.Size == kept.Size {
		return kept, nil
	}
	_, err = f.Seek(0, io.SeekStart)
	if err != nil {
		return Stored{}, err
	}
	_, err = s.client.PutObject(ctx, s.bucket, s.key(kept.SHA256), f, kept.Size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return Stored{}, s.trouble(err)
	}
	return kept, nil
}

// Open reads a kept file.
func (s *S3) Open(ctx context.Context, sha string) (io.ReadSeekCloser, error) {
	_, err := s.Stat(ctx, sha)
	if err != nil {
		return nil, err
	}
	o, err := s.client.GetObject(ctx, s.bucket, s.key(sha), minio.GetObjectOptions{})
	if err != nil {
		return nil, s.trouble(err)
	}
	return o, nil
}

// Stat tells the size.
func (s *S3) Stat(ctx context.Context, sha string) (Stored, error) {
	if !validSHA(sha) {
		return Stored{}, absent()
	}
	info, err := s.client.StatObject(ctx, s.bucket, s.key(sha), minio.StatObjectOptions{})
	if err != nil {
		return Stored{}, s.trouble(err)
	}
	return Stored{sha, info.Size}, nil
}

// Each walks over all files.
func (s *S3) Each(ctx context.Context, fn func(Stored) error) error {
	opts := minio.ListObjectsOptions{Recursive: true}
	if s.prefix != "" {
		opts.Prefix = s.prefix + "/"
	}
	for o := range s.client.ListObjectsIter(ctx, s.bucket, opts) {
		if o.Err != nil {
			return s.trouble(o.Err)
		}
		sha := path.Base(o.Key)
		if !validSHA(sha) || o.Key != s.key(sha) {
			continue
		}
		err := fn(Stored{sha, o.Size})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *S3) trouble(err error) error {
	r := minio.ToErrorResponse(err)
	if r.StatusCode == http.StatusNotFound && r.Code != minio.NoSuchBucket {
		return absent()
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &storeTrouble{&kernel.Fault{Kind: kernel.Unavailable, Code: "files.down"}, err}
}
