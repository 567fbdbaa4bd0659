using System;
using System.Collections.Generic;

// Classes from another assembly with the same shape as AWS.Tools' objects. SDK v3 has plain values and never a null list. SDK v4
// has nullable values, and null for an empty list. UserStatus derives from the SDK's own base class for constants.
namespace Foreign
{
    public class UserStatusType : Amazon.Runtime.ConstantClass { public UserStatusType(string value) : base(value) { } }

    public class AttributeType { public string Name { get; set; } public string Value { get; set; } }

    public class UserTypeV3
    {
        public string Username { get; set; }
        public List<AttributeType> Attributes { get; set; } = new List<AttributeType>();
        public bool Enabled { get; set; } = true;
        public DateTime UserCreateDate { get; set; }
        public UserStatusType UserStatus { get; set; }
        public override string ToString() { return "Foreign.UserTypeV3"; }
    }

    public class UserTypeV4
    {
        public string Username { get; set; }
        public List<AttributeType> Attributes { get; set; }
        public bool? Enabled { get; set; }
        public DateTime? UserCreateDate { get; set; }
        public UserStatusType UserStatus { get; set; }
    }

    public class AdminGetUserResponse
    {
        public string Username { get; set; }
        public List<AttributeType> UserAttributes { get; set; }
        public bool? Enabled { get; set; }
        public UserStatusType UserStatus { get; set; }
        public long ContentLength { get; set; }
        public int HttpStatusCode { get; set; }
    }
}
